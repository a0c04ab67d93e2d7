// SPDX-License-Identifier: MIT
#include "search/command/locations.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <system_error>

namespace wattle::search {
namespace {

/// The folder of the running program; empty when the system does not say.
std::filesystem::path program_folder() {
  std::error_code unknown;
  return std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
}

std::filesystem::path variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<std::filesystem::path> named_data_folders() {
  std::vector<std::filesystem::path> folders;
  std::istringstream list(variable("WATTLE_DATA").string());
  for (std::string folder; std::getline(list, folder, ':');) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  return folders;
}

/// The user's folder for Wattle's settings; empty when the environment names none.
std::filesystem::path configuration() {
  if (const auto folder = variable("XDG_CONFIG_HOME"); folder.is_absolute()) {
    return folder / "wattle";
  }
  const std::filesystem::path home = variable("HOME");
  return home.empty() ? home : home / ".config" / "wattle";
}

}  // namespace

std::filesystem::path data_cache() {
  if (const auto named = named_data_folders(); !named.empty()) return named.front();
  // The specification of base directories has relative ones ignored.
  if (const auto cache = variable("XDG_CACHE_HOME"); cache.is_absolute()) {
    return cache / "wattle" / "data";
  }
  const std::filesystem::path home = variable("HOME");
  return home.empty() ? home : home / ".cache" / "wattle" / "data";
}

std::vector<std::filesystem::path> data_directories(const std::filesystem::path& scenario_file) {
  std::vector<std::filesystem::path> folders = named_data_folders();
  folders.push_back(scenario_file.parent_path() / "data");
  folders.push_back(program_folder() / ".." / "share" / "wattle" / "data");
  if (const auto cache = data_cache(); !cache.empty()) folders.push_back(cache);
  folders.emplace_back("/usr/share/datasets");
  return folders;
}

energy::System system_here() {
  energy::System system;
  system.command = variable("WATTLE_METER_COMMAND").string();
  if (const auto folder = configuration(); !folder.empty()) {
    system.calibration = folder / "calibration.json";
  }
  return system;
}

std::string meter_here(const std::string& name) {
  const std::string chosen = variable("WATTLE_METER").string();
  return name == "auto" && !chosen.empty() ? chosen : name;
}

TrainerLocations trainer_locations() {
  if (const char* named = std::getenv("WATTLE_TRAINER")) return {{named}};
  constexpr const char* kFile = "libwattle_trainer.so";
  const std::filesystem::path folder = program_folder();
  return {
      {folder / ".." / "lib" / kFile, folder / ".." / "lib" / "wattle" / kFile, folder / kFile}};
}

}  // namespace wattle::search
