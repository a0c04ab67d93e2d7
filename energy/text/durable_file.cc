// SPDX-License-Identifier: MIT
#include "energy/text/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

namespace wattle {
namespace {

/// Readable by all, as results are meant to be, minus the user's umask.
constexpr mode_t kMode = 0644;

/// A file descriptor that is closed when it leaves scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool open() const { return number_ >= 0; }
  int number() const { return number_; }
  /// Some file systems report a full disk only here.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

tl::unexpected<Error> system_failure(const std::filesystem::path& path) {
  const std::error_code reason(errno, std::generic_category());
  std::string hint;
  if (reason == std::errc::no_space_on_device) hint = "free some space and try again";
  if (reason == std::errc::permission_denied || reason == std::errc::read_only_file_system) {
    hint = "choose another folder for the results";
  }
  return fail(ErrorCode::kIo, "cannot write " + path.string() + ": " + reason.message(), hint);
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_temporary(const std::filesystem::path& path, std::string_view text) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode));
  return file.open() && write_all(file.number(), text) && ::fsync(file.number()) == 0 &&
         file.close();
}

}  // namespace

Result<void> write_file_durably(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path temporary = path;
  temporary += ".tmp" + std::to_string(::getpid());
  if (!write_temporary(temporary, text) || std::rename(temporary.c_str(), path.c_str()) != 0) {
    auto failure = system_failure(path);
    ::unlink(temporary.c_str());
    return failure;
  }
  // The rename itself is durable only once the folder is.
  const std::filesystem::path folder = path.parent_path();
  return sync_to_disk(folder.empty() ? "." : folder);
}

Result<void> sync_to_disk(const std::filesystem::path& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  // Some file systems cannot synchronise a folder and say EINVAL: nothing more can be done there.
  const bool synced = descriptor.open() && (::fsync(descriptor.number()) == 0 || errno == EINVAL);
  if (!synced) return system_failure(path);
  return {};
}

}  // namespace wattle
