// SPDX-License-Identifier: MIT
// Gets one file over HTTP, as often interrupted as may be.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "energy/error.h"
#include "search/dataset/catalogue.h"

namespace wattle::search {

/// Called as bytes arrive: of which file, how many there are, how many there will be.
using DownloadProgress =
    std::function<void(const RemoteFile& file, std::int64_t bytes, std::int64_t total)>;

/// Writes the file to `target`, through `target`.part: a part that is there from an interrupted
/// attempt is continued by a range request, or begun again where the server sends no ranges. Only
/// a file whose size and SHA-256 are right gets its name. Over HTTPS the server's certificate is
/// checked; a redirection (five at most) may not leave HTTPS.
/// Failures: kUnavailable (no connection, no trusted certificate), kNotFound (404, 410), kIo
/// (another answer, a connection that broke off: the part stays; the disk), kCorrupt (another size
/// or SHA-256: the part is emptied), kLocked (another process is at it).
Result<void> download(const RemoteFile& file, const std::filesystem::path& target,
                      const DownloadProgress& progress);

}  // namespace wattle::search
