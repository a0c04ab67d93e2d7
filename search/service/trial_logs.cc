// SPDX-License-Identifier: MIT
#include "search/service/trial_logs.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "search/study/artifacts.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

fs::path logs_of(const fs::path& folder) { return folder / "output"; }

fs::path file_of(const LogPlace& place) {
  return trial_folder(logs_of(place.folder), place.trial) /
         ("attempt-" + std::to_string(place.attempt) + ".log");
}

tl::unexpected<Error> cannot(const std::string& what, const fs::path& file, int why) {
  return fail(ErrorCode::kIo,
              file.string() + " cannot be " + what + ": " + std::generic_category().message(why),
              "check that the folder can be written and the disk is not full");
}

/// 0 for a file that is not there.
std::uintmax_t size_of(const fs::path& file) {
  std::error_code none;
  const std::uintmax_t size = fs::file_size(file, none);
  return none ? 0 : size;
}

}  // namespace

Result<std::uintmax_t> add_to_log(const LogPlace& place, std::optional<std::uintmax_t> at,
                                  std::string_view text) {
  const fs::path file = file_of(place);
  const std::uintmax_t size = size_of(file);
  const std::uintmax_t known = at && *at < size ? size - *at : 0;
  text.remove_prefix(std::min<std::uintmax_t>(known, text.size()));
  text = text.substr(0, kLongestLog - std::min(size, kLongestLog));
  if (text.empty()) return size;
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed) return cannot("made", file.parent_path(), failed.value());
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) return cannot("written", file, errno);
  return size + text.size();
}

Result<void> remove_logs(const fs::path& folder) {
  std::error_code failed;
  fs::remove_all(logs_of(folder), failed);
  if (failed) return cannot("removed", logs_of(folder), failed.value());
  fs::remove(folder, failed);  // when nothing else is there
  return {};
}

std::string read_log(const LogPlace& place, std::uintmax_t from) {
  const fs::path file = file_of(place);
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  in.seekg(static_cast<std::streamoff>(std::min(from, size_of(file))));
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace wattle::search
