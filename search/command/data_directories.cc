// SPDX-License-Identifier: MIT
#include "search/command/data_directories.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <system_error>

namespace wattle::search {

std::vector<std::filesystem::path> data_directories(const std::filesystem::path& scenario_file) {
  std::vector<std::filesystem::path> folders;
  if (const char* named = std::getenv("WATTLE_DATA")) {
    std::istringstream list(named);
    for (std::string folder; std::getline(list, folder, ':');) {
      if (!folder.empty()) folders.emplace_back(folder);
    }
  }
  folders.push_back(scenario_file.parent_path() / "data");
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  folders.push_back(program.parent_path() / ".." / "share" / "wattle" / "data");
  folders.emplace_back(WATTLE_BUILD_DATA);
  folders.emplace_back("/usr/share/datasets");
  return folders;
}

}  // namespace wattle::search
