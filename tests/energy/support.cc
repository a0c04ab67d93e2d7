// SPDX-License-Identifier: MIT
#include "tests/energy/support.h"

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <stdexcept>

namespace wattle::energy::testing {
namespace {

namespace fs = std::filesystem;

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "wattle-energy-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder: " + name);
  path_ = name;
  constexpr fs::perms kEnter = fs::perms::group_read | fs::perms::group_exec |
                               fs::perms::others_read | fs::perms::others_exec;
  fs::permissions(path_, kEnter, fs::perm_options::add);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

void write_stat(const fs::path& proc, int online, Seconds busy) {
  const auto ticks = std::lround(busy.value * static_cast<double>(sysconf(_SC_CLK_TCK)));
  std::string text = "cpu  " + std::to_string(ticks) + " 0 0 777 55 0 0 33 0 0\n";
  for (int i = 0; i < online; ++i) text += "cpu" + std::to_string(i) + " 0 0 0 0 0 0 0 0 0 0\n";
  write_file(proc / "stat", text + "intr 12345 0 0\nctxt 678\n");
}

void write_zone(const fs::path& sys, const std::string& zone, const std::string& name,
                std::uint64_t energy_microjoules, std::uint64_t range_microjoules) {
  const fs::path folder = sys / "class" / "powercap" / zone;
  write_file(folder / "name", name + "\n");
  write_file(folder / "max_energy_range_uj", std::to_string(range_microjoules) + "\n");
  write_energy(sys, zone, energy_microjoules);
}

void write_energy(const fs::path& sys, const std::string& zone, std::uint64_t energy_microjoules) {
  write_file(sys / "class" / "powercap" / zone / "energy_uj",
             std::to_string(energy_microjoules) + "\n");
}

void burn(Seconds cpu) {
  const double end = thread_cpu_seconds() + cpu.value;
  while (thread_cpu_seconds() < end) {
  }
}

}  // namespace wattle::energy::testing
