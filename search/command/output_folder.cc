// SPDX-License-Identifier: MIT
#include "search/command/output_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <system_error>

#include "energy/text/durable_file.h"
#include "search/report/findings.h"
#include "search/report/report.h"
#include "search/study/artifacts.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// True for a folder without files, and for one that is not there.
bool has_no_files(const fs::path& root) {
  std::error_code unreadable;
  return !fs::exists(root, unreadable) || fs::is_empty(root, unreadable);
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

/// One process at a time has a folder's; the others wait. Where the file system knows no locks
/// there is none.
class FolderLock {
 public:
  explicit FolderLock(const OutputFolder& folder)
      : descriptor_(::open(folder.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ >= 0) (void)::flock(descriptor_, LOCK_EX);
  }
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace

Result<OutputFolder> new_output_folder(const fs::path& wanted, const std::string& name) {
  if (wanted.empty()) {
    int n = 1;
    while (holds_study({numbered(name, n)})) ++n;
    return make(numbered(name, n));
  }
  // In this order: another process may be beginning the study there.
  if (!has_no_files(wanted) && !holds_study({wanted})) {
    return fail(ErrorCode::kInvalidArgument,
                wanted.string() + " holds files that are no study, which results could overwrite",
                "choose a new or empty folder with --out");
  }
  return make(wanted);
}

bool holds_study(const OutputFolder& folder) {
  std::error_code unreadable;
  return fs::exists(folder.store(), unreadable) || fs::exists(folder.server(), unreadable);
}

Result<OutputFolder> existing_output_folder(const fs::path& wanted, const std::string& name) {
  fs::path root = wanted;
  if (wanted.empty()) {
    int n = 1;
    while (holds_study({numbered(name, n + 1)})) ++n;
    root = numbered(name, n);
  }
  if (holds_study({root})) return OutputFolder{root};
  return fail(ErrorCode::kInvalidArgument, root.string() + " holds no study to go on with",
              "name the folder of an earlier run with --out, or leave --resume out");
}

Result<void> write_results(const OutputFolder& folder, const StudyRecord& study) {
  if (auto written = write_report(study, folder.root); !written) return written;
  const Trial* const best = find_out(study).best;
  if (best == nullptr) return {};
  return write_best(folder, best->number, best->parameters.json().dump(2));
}

Result<StudyRecord> write_results(const OutputFolder& folder, const Store& store) {
  const FolderLock lock(folder);
  Result<StudyRecord> study = store.load();
  if (!study) return study;
  const Result<void> written = write_results(folder, *study);
  if (!written) return tl::unexpected<Error>(written.error());
  return study;
}

Result<void> write_best(const OutputFolder& folder, int trial, const std::string& parameters_json) {
  const fs::path files = trial_folder(folder.artifacts(), trial);
  const fs::path partial = folder.root / "best.partial";
  std::error_code error;
  fs::remove_all(partial, error);
  if (!error) fs::create_directories(partial, error);
  std::error_code none;
  if (!error && fs::exists(files, none)) {
    fs::copy(files, partial, fs::copy_options::recursive, error);
  }
  if (!error) {
    auto written = write_file_durably(partial / "parameters.json", parameters_json + "\n");
    if (!written) return written;
    // The old one goes only when the new one is whole.
    fs::remove_all(folder.best(), error);
  }
  if (!error) fs::rename(partial, folder.best(), error);
  if (!error) return {};
  return fail(ErrorCode::kIo, "cannot write " + folder.best().string() + ": " + error.message());
}

}  // namespace wattle::search
