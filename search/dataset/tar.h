// SPDX-License-Identifier: MIT
// Archives of files: tar, packed with gzip.
#pragma once

#include <filesystem>

#include "energy/error.h"

namespace wattle::search {

/// Writes every regular file of a .tar.gz (POSIX ustar or older) into `folder`, which must be
/// there, under the last part of its name alone: nothing is written elsewhere. Other members are
/// passed over. What was written is on the disk. Failures: kIo, kCorrupt (naming the offset in the
/// unpacked archive).
Result<void> unpack_tar_gz(const std::filesystem::path& archive,
                           const std::filesystem::path& folder);

}  // namespace wattle::search
