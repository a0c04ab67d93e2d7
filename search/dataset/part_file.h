// SPDX-License-Identifier: MIT
// A file that is not complete yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "energy/error.h"
#include "search/dataset/locked_file.h"

namespace wattle::search {

/// Open for appending, and locked: a second process that opens it is told so. Bytes that were
/// written stay when it is closed, so that another attempt can go on behind them. Not thread-safe.
class PartFile {
 public:
  /// Makes the file when it is not there. Failures: kIo, kLocked.
  static Result<PartFile> open(const std::filesystem::path& path);

  std::int64_t size() const { return size_; }
  /// Failure of both: kIo, with the system's word.
  Result<void> append(const char* data, std::size_t count);
  Result<void> clear();
  /// SHA-256 of all its bytes, 64 lower-case hexadecimal digits. Failure: kIo.
  Result<std::string> sha256() const;
  /// Gives it its name for good, when its bytes are on the disk. Failure: kIo.
  Result<void> rename_to(const std::filesystem::path& path);

 private:
  PartFile(std::filesystem::path path, LockedFile file, std::int64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}

  std::filesystem::path path_;
  LockedFile file_;
  std::int64_t size_;
};

}  // namespace wattle::search
