// SPDX-License-Identifier: MIT
// A lock that ends with the process that holds it, whatever ends the process.
#pragma once

#include <string>

#include "energy/error.h"

namespace wattle::search {

/// An exclusive advisory lock (flock) on a file, which is created when missing and left behind.
class FileLock {
 public:
  /// kLocked when another process, or another FileLock of this one, holds it; kIo when the file
  /// cannot be made.
  static Result<FileLock> acquire(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace wattle::search
