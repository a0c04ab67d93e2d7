// SPDX-License-Identifier: MIT
#include "search/dataset/fetch.h"

#include <string>
#include <system_error>
#include <utility>

#include "search/dataset/tar.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_failure(const fs::path& path, const std::error_code& error) {
  return fail(ErrorCode::kIo, path.string() + ": cannot be made: " + error.message());
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return io_failure(folder, error);
  return {};
}

Result<void> move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return io_failure(to, error);
  return {};
}

/// All files into `folder`; those that are there are complete.
Result<void> download_all(const PublicSet& set, const fs::path& folder,
                          const DownloadProgress& progress) {
  for (const RemoteFile& file : set.files) {
    const fs::path target = folder / file.name();
    std::error_code ignored;
    if (fs::exists(target, ignored)) continue;
    if (auto done = download(file, target, progress); !done) return done;
  }
  return {};
}

/// The archive's files in a folder of their own.
Result<fs::path> unpacked(const PublicSet& set, const fs::path& folder) {
  fs::path contents = folder / "contents";
  std::error_code ignored;
  fs::remove_all(contents, ignored);  // of an interrupted attempt
  return make_folder(contents)
      .and_then([&] { return unpack_tar_gz(folder / set.files.front().name(), contents); })
      .map([&] { return std::move(contents); });
}

}  // namespace

Result<fs::path> fetch_set(const PublicSet& set, const fs::path& cache,
                           const DownloadProgress& progress) {
  if (set.files.empty()) {
    return fail(ErrorCode::kInvalidArgument, set.name + " ships with Wattle: there is no download");
  }
  const fs::path folder = cache / set.folders.front();
  std::error_code ignored;
  if (fs::is_directory(folder, ignored)) return folder;
  const fs::path partial = cache / ("." + set.folders.front() + ".partial");
  if (auto made = make_folder(partial); !made) return tl::unexpected(made.error());
  if (auto done = download_all(set, partial, progress); !done) return tl::unexpected(done.error());
  const Result<fs::path> whole = set.archive ? unpacked(set, partial) : Result<fs::path>(partial);
  if (!whole) return tl::unexpected(whole.error());
  if (auto moved = move(*whole, folder); !moved) return tl::unexpected(moved.error());
  fs::remove_all(partial, ignored);
  return folder;
}

}  // namespace wattle::search
