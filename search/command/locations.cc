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

}  // namespace

std::vector<std::filesystem::path> data_directories(const std::filesystem::path& scenario_file) {
  std::vector<std::filesystem::path> folders;
  if (const char* named = std::getenv("WATTLE_DATA")) {
    std::istringstream list(named);
    for (std::string folder; std::getline(list, folder, ':');) {
      if (!folder.empty()) folders.emplace_back(folder);
    }
  }
  folders.push_back(scenario_file.parent_path() / "data");
  folders.push_back(program_folder() / ".." / "share" / "wattle" / "data");
  folders.emplace_back(WATTLE_BUILD_DATA);
  folders.emplace_back("/usr/share/datasets");
  return folders;
}

TrainerLocations trainer_locations() {
  if (const char* named = std::getenv("WATTLE_TRAINER")) return {{named}};
  constexpr const char* kFile = "libwattle_trainer.so";
  const std::filesystem::path folder = program_folder();
  return {
      {folder / ".." / "lib" / kFile, folder / ".." / "lib" / "wattle" / kFile, folder / kFile}};
}

}  // namespace wattle::search
