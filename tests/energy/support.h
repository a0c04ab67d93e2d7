// SPDX-License-Identifier: MIT
// What tests of meters share: a temporary folder, a fake /proc/stat, a fake powercap tree, and work
// that uses a known amount of CPU time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "energy/units.h"

namespace wattle::energy::testing {

/// An empty folder that is gone when the test is. Any user may enter it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, const std::string& text);

/// Writes `<proc>/stat` of a machine with `online` CPUs that have been busy for `busy` seconds.
void write_stat(const std::filesystem::path& proc, int online, Seconds busy);

/// One zone of a powercap tree under `<sys>/class/powercap`; `zone` is "intel-rapl:0" and the like.
void write_zone(const std::filesystem::path& sys, const std::string& zone, const std::string& name,
                std::uint64_t energy_microjoules, std::uint64_t range_microjoules);
void write_energy(const std::filesystem::path& sys, const std::string& zone,
                  std::uint64_t energy_microjoules);

/// Keeps the calling thread busy until it has used `cpu` more CPU time, and a little more.
void burn(Seconds cpu);

}  // namespace wattle::energy::testing
