// SPDX-License-Identifier: MIT
#include "search/process/descriptor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wattle::search {
namespace {

constexpr int kLowest = 10;
constexpr std::size_t kChunk = 65536;

tl::unexpected<Error> system_failure(const std::string& what) {
  return fail(ErrorCode::kIo, what + ": " + std::strerror(errno));
}

Result<Descriptor> lift(Descriptor low) {
  Descriptor high(::fcntl(low.get(), F_DUPFD_CLOEXEC, kLowest));
  if (!high.is_open()) return system_failure("a descriptor cannot be copied");
  return high;
}

Result<Pipe> lift_both(const std::array<int, 2>& ends) {
  Result<Descriptor> read = lift(Descriptor(ends[0]));
  Result<Descriptor> write = lift(Descriptor(ends[1]));
  if (!read) return tl::unexpected<Error>(read.error());
  if (!write) return tl::unexpected<Error>(write.error());
  return Pipe{std::move(*read), std::move(*write)};
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure("no pipe could be made");
  return lift_both(ends);
}

Result<Pipe> make_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_failure("no pair of sockets could be made");
  }
  return lift_both(ends);
}

Result<Descriptor> open_for_reading(const char* path) {
  Descriptor file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return system_failure(std::string(path) + " cannot be opened");
  return lift(std::move(file));
}

void make_nonblocking(const Descriptor& descriptor) {
  ::fcntl(descriptor.get(), F_SETFL, ::fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

ReadEnd read_some(const Descriptor& descriptor, std::string& bytes) {
  std::array<char, kChunk> chunk;  // NOLINT(*-member-init): read fills it
  const ssize_t count = ::read(descriptor.get(), chunk.data(), chunk.size());
  if (count > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(count));
    return ReadEnd::kMore;
  }
  const bool later = count < 0 && (errno == EAGAIN || errno == EINTR);
  return later ? ReadEnd::kLater : ReadEnd::kEnd;
}

}  // namespace wattle::search
