// SPDX-License-Identifier: MIT
// Gets a public data set into a folder of data.
#pragma once

#include <filesystem>

#include "energy/error.h"
#include "search/dataset/catalogue.h"
#include "search/dataset/download.h"

namespace wattle::search {

/// Downloads the set's files (download.h), unpacks an archive, and only then gives the set's folder
/// its name in `cache`, which is made when it is not there: who looks finds the whole set or none.
/// What was downloaded before an interruption is kept beside it. Returns the folder, under any of
/// its names; one that is complete already (is_complete) is left as it is, one that is not gets the
/// files that it lacks. A lock beside it, which stays, keeps other processes from the same set.
/// Failures: those of download and unpack_tar_gz; kLocked (another process is at it);
/// kInvalidArgument for a set that has no files to download; kIo.
Result<std::filesystem::path> fetch_set(const PublicSet& set, const std::filesystem::path& cache,
                                        const DownloadProgress& progress);

}  // namespace wattle::search
