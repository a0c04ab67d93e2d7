// SPDX-License-Identifier: MIT
#include "search/command/output_folder.h"

#include <fstream>
#include <system_error>

#include "search/study/artifacts.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

bool holds_study(const fs::path& root) {
  std::error_code unreadable;
  return fs::exists(OutputFolder{root}.store(), unreadable);
}

/// `wattle-out/<name>` for n = 1, then `wattle-out/<name>-<n>`.
fs::path numbered(const std::string& name, int n) {
  const fs::path base = "wattle-out";
  return base / (n == 1 ? name : name + "-" + std::to_string(n));
}

Result<OutputFolder> make(const fs::path& root) {
  std::error_code error;
  fs::create_directories(root, error);
  if (error) {
    return fail(ErrorCode::kIo,
                "cannot create the folder " + root.string() + ": " + error.message(),
                "choose another with --out");
  }
  return OutputFolder{root};
}

}  // namespace

Result<OutputFolder> new_output_folder(const fs::path& wanted, const std::string& name) {
  if (wanted.empty()) {
    int n = 1;
    while (holds_study(numbered(name, n))) ++n;
    return make(numbered(name, n));
  }
  if (holds_study(wanted)) {
    return fail(ErrorCode::kInvalidArgument, wanted.string() + " holds a study already",
                "add --resume to go on with it, or choose another folder with --out");
  }
  return make(wanted);
}

Result<OutputFolder> existing_output_folder(const fs::path& wanted, const std::string& name) {
  fs::path root = wanted;
  if (wanted.empty()) {
    int n = 1;
    while (holds_study(numbered(name, n + 1))) ++n;
    root = numbered(name, n);
  }
  if (holds_study(root)) return OutputFolder{root};
  return fail(ErrorCode::kInvalidArgument, root.string() + " holds no study to go on with",
              "name the folder of an earlier run with --out, or leave --resume out");
}

Result<void> write_best(const OutputFolder& folder, int trial, const std::string& parameters_json) {
  const fs::path files = trial_artifacts(folder.artifacts(), trial);
  std::error_code error;
  fs::remove_all(folder.best(), error);
  if (!error) fs::create_directories(folder.best(), error);
  if (!error && fs::exists(files)) {
    fs::copy(files, folder.best(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
  }
  if (!error) {
    std::ofstream out(folder.best() / "parameters.json");
    out << parameters_json << "\n";
    if (out.flush()) return {};
    error = std::make_error_code(std::errc::io_error);
  }
  return fail(ErrorCode::kIo, "cannot write " + folder.best().string() + ": " + error.message());
}

}  // namespace wattle::search
