// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/resource_usage.h"

#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>

namespace wattle::search::benchmarks {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The kernel writes "VmHWM:     1234 kB".
double megabytes_of(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::stod(line.substr(name.size() + 1)) / 1024.0;
  }
  throw std::runtime_error("/proc/self/status has no " + name);
}

}  // namespace

double cpu_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }
double wall_seconds() { return seconds_of(CLOCK_MONOTONIC); }
double peak_megabytes() { return megabytes_of("VmHWM"); }
double resident_megabytes() { return megabytes_of("VmRSS"); }

}  // namespace wattle::search::benchmarks
