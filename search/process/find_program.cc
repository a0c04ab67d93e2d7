// SPDX-License-Identifier: MIT
#include "search/process/find_program.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <system_error>

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& file) {
  std::error_code unreadable;
  return fs::is_regular_file(file, unreadable) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

Result<fs::path> find_program(const std::string& name, const fs::path& directory) {
  if (name.find('/') != std::string::npos) {
    const fs::path file = fs::absolute(directory / name);
    if (is_program(file)) return file;
    std::error_code unreadable;
    if (!fs::exists(file, unreadable)) {
      return fail(ErrorCode::kNotFound, "there is no program " + file.string());
    }
    return fail(ErrorCode::kPermissionDenied, file.string() + " is not executable",
                "chmod +x, or name the interpreter first: [\"python3\", \"train.py\"]");
  }
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path file = fs::path(folder) / name;
    if (file.is_absolute() && is_program(file)) return file;
  }
  return fail(ErrorCode::kNotFound, "there is no program " + name + " in the folders of PATH",
              "install it, or write its path with a slash, such as ./" + name);
}

}  // namespace wattle::search
