// SPDX-License-Identifier: MIT
// A lock that ends with the process that holds it, whatever ends the process.
#pragma once

#include <string>

#include "energy/error.h"

namespace wattle::search {

/// An exclusive advisory lock (of the open file, not of the process: F_OFD_SETLK) on a file, which
/// is created when missing and left behind.
class FileLock {
 public:
  /// kLocked when another process, or another FileLock of this one, holds it; kIo when the file
  /// cannot be made.
  static Result<FileLock> acquire(const std::string& path);
  /// Whether somebody holds it, without getting into the way of who wants it. False when it cannot
  /// be found out.
  static bool is_held(const std::string& path);

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
