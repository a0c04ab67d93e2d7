// SPDX-License-Identifier: MIT
#include "search/store/file_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace wattle::search {

namespace {

/// From the first byte to the last.
struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return fail(ErrorCode::kIo,
                "cannot create " + path + ": " + std::generic_category().message(errno),
                "choose a folder that can be written, with --out");
  }
  struct flock whole = whole_file(F_WRLCK);
  if (::fcntl(descriptor, F_OFD_SETLK, &whole) == 0) return FileLock(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (reason == EAGAIN || reason == EACCES) {
    return fail(ErrorCode::kLocked,
                "another process is running the study that " + path + " belongs to",
                "wait for it to end, or choose another folder with --out");
  }
  return fail(ErrorCode::kIo,
              "cannot lock " + path + ": " + std::generic_category().message(reason));
}

bool FileLock::is_held(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock whole = whole_file(F_RDLCK);
  const bool held = ::fcntl(descriptor, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
  ::close(descriptor);
  return held;
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
