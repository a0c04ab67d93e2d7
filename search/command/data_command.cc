// SPDX-License-Identifier: MIT
#include "search/command/data_command.h"

#include <unistd.h>

#include <cstdint>
#include <functional>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "energy/text/join.h"
#include "search/command/exit_code.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/dataset/catalogue.h"
#include "search/dataset/fetch.h"
#include "search/space/names_of.h"

namespace wattle::search {
namespace {

constexpr double kMegabyte = 1e6;

/// "9.9 MB"
std::string size_text(std::int64_t bytes) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / kMegabyte << " MB";
  return out.str();
}

std::string state_of(const PublicSet& set) {
  const std::filesystem::path folder = find_folder(set, data_directories({}));
  if (!folder.empty()) {
    return (is_complete(set, folder) ? "found in " : "files are missing in ") +
           folder.lexically_normal().string();
  }
  if (set.files.empty()) return "not found; it is scenarios/data/" + set.name + " of the sources";
  return "not here; wattle data fetch " + set.name + " gets it (" + size_text(set.bytes()) + ")";
}

/// Shows how far a download is: on a terminal at each whole percent, else at the end of a file.
class Progress {
 public:
  void operator()(const RemoteFile& file, std::int64_t bytes, std::int64_t total) {
    const std::int64_t percent = total > 0 ? 100 * bytes / total : 100;
    const bool complete = bytes == total;
    if (percent == shown_ && !complete) return;
    shown_ = percent;
    if (!terminal_ && !complete) return;
    std::cerr << (terminal_ ? "\r" : "") << file.name() << ": " << size_text(bytes) << " of "
              << size_text(total) << ", " << percent << " %" << (complete ? "\n" : "")
              << std::flush;
    open_line_ = terminal_ && !complete;
  }

  /// Before anything else is written.
  void end_line() {
    if (open_line_) std::cerr << "\n";
    open_line_ = false;
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool open_line_ = false;
  std::int64_t shown_ = -1;
};

Error unknown_set(const std::string& name) {
  return {ErrorCode::kInvalidArgument, "there is no data set " + name,
          "known are " + join(names_of(public_sets(), &PublicSet::name))};
}

}  // namespace

int list_data() {
  for (const PublicSet& set : public_sets()) {
    std::cout << set.name << "\n  " << set.about << "\n  licence: " << set.licence << "; from "
              << set.origin << "\n  " << state_of(set) << "\n";
  }
  return kSuccess;
}

int fetch_data(const std::string& name, const std::filesystem::path& into) {
  const PublicSet* const set = find_public_set(name);
  if (set == nullptr) return report_error(unknown_set(name));
  const std::filesystem::path cache = into.empty() ? data_cache() : into;
  if (cache.empty()) {
    return report_error({ErrorCode::kNotFound, "no folder to put data into is known",
                         "name one by --into, WATTLE_DATA or HOME"});
  }
  Progress progress;
  const Result<std::filesystem::path> folder = fetch_set(*set, cache, std::ref(progress));
  progress.end_line();
  if (!folder) return report_error(folder.error());
  std::cout << folder->string() << "\n";
  return kSuccess;
}

}  // namespace wattle::search
