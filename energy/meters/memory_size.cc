// SPDX-License-Identifier: MIT
#include "energy/meters/memory_size.h"

#include <fstream>
#include <string>

namespace wattle::energy {

std::optional<double> memory_gigabytes(const std::filesystem::path& proc) {
  std::ifstream file(proc / "meminfo");
  for (std::string key; file >> key;) {
    double kibibytes = 0.0;
    if (key == "MemTotal:" && file >> kibibytes && kibibytes > 0.0) return 1024e-9 * kibibytes;
    if (key == "MemTotal:") return std::nullopt;
    std::string rest;
    std::getline(file, rest);
  }
  return std::nullopt;
}

}  // namespace wattle::energy
