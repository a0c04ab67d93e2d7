// SPDX-License-Identifier: MIT
// A file that one process at a time may have.
#pragma once

#include <filesystem>
#include <string>

#include "energy/error.h"

namespace wattle::search {

/// Open for reading and appending under an exclusive advisory lock (flock), which ends with this
/// object or the process. The file is made when missing and left behind.
class LockedFile {
 public:
  /// Failures: kLocked when another process, or another LockedFile of this one, has it; kIo.
  static Result<LockedFile> open(const std::filesystem::path& path);

  LockedFile(LockedFile&& other) noexcept;
  LockedFile& operator=(LockedFile&&) = delete;
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile();

  int descriptor() const { return descriptor_; }

 private:
  explicit LockedFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

/// kIo: the path, what went wrong, and the system's word for `number` (errno).
tl::unexpected<Error> io_failure(const std::filesystem::path& path, const std::string& what,
                                 int number);

}  // namespace wattle::search
