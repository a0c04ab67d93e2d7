// SPDX-License-Identifier: MIT
// Which processor this is, as far as the kernel tells.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace wattle::energy {

struct Processor {
  std::string vendor;  ///< "GenuineIntel", "AuthenticAMD"; on ARM the implementer, "0x41"
  int family = 0;      ///< 0 on ARM
  int model = 0;       ///< on ARM the part
  std::string name;    ///< "model name"; empty on ARM
  std::string board;   ///< "Model": only single-board computers have it
  double threads_per_core = 0.0;     ///< 0: not told
  bool virtual_machine = false;      ///< x86 tells it; ARM does not
  std::optional<double> base_hertz;  ///< the frequency that the maker promises for all cores
};

/// Whether the kernel's generic event of cache misses means those of the last level, which go to
/// memory. On AMD it is the second level's, on ARM the first's.
bool counts_last_level_misses(const Processor& processor);

/// Reads `<proc>/cpuinfo`, of whose processors the first speaks for all, and the base frequency
/// from `<sys>/devices/system/cpu/cpu0/cpufreq/base_frequency` or from the name ("@ 2.60GHz").
/// What is not there stays as it is above: the kernel promises none of it.
Processor read_processor(const std::filesystem::path& proc, const std::filesystem::path& sys);

/// What tells one kind of processor from another, for people and for comparing: the name, or on ARM
/// the implementer, part and board.
std::string identity(const Processor& processor);

}  // namespace wattle::energy
