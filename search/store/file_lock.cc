// SPDX-License-Identifier: MIT
#include "search/store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace wattle::search {

Result<FileLock> FileLock::acquire(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return fail(ErrorCode::kIo,
                "cannot create " + path + ": " + std::generic_category().message(errno),
                "choose a folder that can be written, with --out");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return FileLock(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (reason == EWOULDBLOCK) {
    return fail(ErrorCode::kLocked,
                "another process is running the study that " + path + " belongs to",
                "wait for it to end, or choose another folder with --out");
  }
  return fail(ErrorCode::kIo,
              "cannot lock " + path + ": " + std::generic_category().message(reason));
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace wattle::search
