// SPDX-License-Identifier: MIT
#include "search/command/environment.h"

#include <nlopt.h>
#include <oneapi/tbb/version.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <Eigen/Core>
#include <boost/version.hpp>
#include <fstream>
#include <thread>

#include "energy/version.h"

namespace wattle::search {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

/// What follows `key` and `separator` on the first line of a file that starts with `key`; empty
/// when there is none.
std::string value_in(const char* file, const std::string& key, char separator) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const std::size_t start = line.find_first_not_of(" \"", line.find(separator) + 1);
    if (start == std::string::npos) return {};
    return line.substr(start, line.find_last_not_of(" \"") + 1 - start);
  }
  return {};
}

std::string nlopt_text() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  nlopt_version(&major, &minor, &patch);
  return dotted(major, minor, patch);
}

}  // namespace

nlohmann::json describe_machine() {
  utsname kernel{};
  ::uname(&kernel);
  const auto pages = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES));
  return {{"processor", value_in("/proc/cpuinfo", "model name", ':')},
          {"processors", std::thread::hardware_concurrency()},
          {"memory_bytes", pages * ::sysconf(_SC_PAGESIZE)},
          {"system", value_in("/etc/os-release", "PRETTY_NAME", '=')},
          {"kernel", std::string(kernel.sysname) + " " + kernel.release},
          {"architecture", std::string(kernel.machine)}};
}

nlohmann::json describe_versions() {
  return {
      {"wattle", version()},
      {"compiler", __VERSION__},
      {"eigen", dotted(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
      {"boost", dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
      {"tbb", TBB_VERSION_STRING},
      {"nlopt", nlopt_text()},
      {"json", dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                      NLOHMANN_JSON_VERSION_PATCH)}};
}

nlohmann::json describe_meter(const energy::MeterInfo& info, Watts idle,
                              const std::vector<std::string>& passed_over) {
  return {{"name", info.name},
          {"source", energy::to_string(info.source)},
          {"resolution_seconds", info.resolution.value},
          {"explanation", info.explanation},
          {"idle_watts", idle.value},
          {"passed_over", passed_over}};
}

}  // namespace wattle::search
