// SPDX-License-Identifier: MIT
#include "search/dataset/locked_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace wattle::search {

tl::unexpected<Error> io_failure(const std::filesystem::path& path, const std::string& what,
                                 int number) {
  return fail(ErrorCode::kIo,
              path.string() + ": " + what + ": " + std::generic_category().message(number));
}

Result<LockedFile> LockedFile::open(const std::filesystem::path& path) {
  constexpr mode_t kEverybodyReads = 0644;
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kEverybodyReads);
  if (descriptor < 0) return io_failure(path, "cannot be written", errno);
  LockedFile file(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return io_failure(path, "cannot be locked", errno);
  return fail(ErrorCode::kLocked, path.string() + ": another process is fetching it");
}

LockedFile::LockedFile(LockedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockedFile::~LockedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace wattle::search
