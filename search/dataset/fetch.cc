// SPDX-License-Identifier: MIT
#include "search/dataset/fetch.h"

#include <string>
#include <system_error>
#include <utility>

#include "energy/text/durable_file.h"
#include "search/dataset/locked_file.h"
#include "search/dataset/tar.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return io_failure(folder, "cannot be made", error.value());
  return {};
}

Result<void> move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return io_failure(to, "cannot be made", error.value());
  return {};
}

/// All files that are not in `place` into `folder`; those that are there are complete.
Result<void> download_all(const PublicSet& set, const fs::path& place, const fs::path& folder,
                          const DownloadProgress& progress) {
  for (const RemoteFile& file : set.files) {
    const fs::path target = folder / file.name();
    std::error_code ignored;
    if (fs::exists(target, ignored) || has_file(place, file.name())) continue;
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

/// Gives what is in `whole` its name: as one folder, or, where that folder is there, file by file.
Result<void> publish(const fs::path& whole, const fs::path& place) {
  if (auto synced = sync_to_disk(whole); !synced) return synced;
  std::error_code error;
  if (!fs::exists(place, error)) {
    if (auto moved = move(whole, place); !moved) return moved;
    return sync_to_disk(place.parent_path());
  }
  for (fs::directory_iterator file(whole, error), end; !error && file != end;
       file.increment(error)) {
    if (auto moved = move(file->path(), place / file->path().filename()); !moved) return moved;
  }
  if (error) return io_failure(whole, "cannot be read", error.value());
  return sync_to_disk(place);
}

/// By who holds the lock of the set.
Result<void> fetch_into(const PublicSet& set, const fs::path& place, const fs::path& partial,
                        const DownloadProgress& progress) {
  if (auto made = make_folder(partial); !made) return made;
  if (auto done = download_all(set, place, partial, progress); !done) return done;
  const Result<fs::path> whole = set.archive ? unpacked(set, partial) : Result<fs::path>(partial);
  if (!whole) return tl::unexpected(whole.error());
  if (auto published = publish(*whole, place); !published) return published;
  std::error_code ignored;
  fs::remove_all(partial, ignored);
  return {};
}

}  // namespace

Result<fs::path> fetch_set(const PublicSet& set, const fs::path& cache,
                           const DownloadProgress& progress) {
  if (set.files.empty()) {
    return fail(ErrorCode::kInvalidArgument, set.name + " ships with Wattle: there is no download");
  }
  if (fs::path found = find_folder(set, {cache}); is_complete(set, found)) return found;
  if (auto made = make_folder(cache); !made) return tl::unexpected(made.error());
  const std::string& name = set.folders.front();
  const Result<LockedFile> lock = LockedFile::open(cache / ("." + name + ".lock"));
  if (!lock) return tl::unexpected(lock.error());
  // Who held the lock until now may have fetched it.
  fs::path place = find_folder(set, {cache});
  if (is_complete(set, place)) return place;
  if (place.empty()) place = cache / name;
  return fetch_into(set, place, cache / ("." + name + ".partial"), progress).map([&] {
    return std::move(place);
  });
}

}  // namespace wattle::search
