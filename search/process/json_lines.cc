// SPDX-License-Identifier: MIT
#include "search/process/json_lines.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace wattle::search {
namespace {

constexpr std::size_t kChunk = 65536;

/// To a socket without SIGPIPE, to anything else as it is.
ssize_t write_some(int to, std::string_view bytes) {
  const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return sent < 0 && errno == ENOTSOCK ? ::write(to, bytes.data(), bytes.size()) : sent;
}

}  // namespace

bool JsonLines::send(const nlohmann::json& message) {
  const std::string line =
      message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t written = write_some(to_, rest);
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

JsonLines::Got JsonLines::receive(nlohmann::json& message, int milliseconds) {
  for (;;) {
    if (const Got got = next_line(message); got != Got::kNothing) return got;
    pollfd source{from_, POLLIN, 0};
    const int ready = ::poll(&source, 1, milliseconds);
    if (ready == 0 || (ready < 0 && errno == EINTR && milliseconds >= 0)) return Got::kNothing;
    if (ready < 0) continue;
    std::array<char, kChunk> chunk;  // NOLINT(*-member-init): read fills it
    const ssize_t count = ::read(from_, chunk.data(), chunk.size());
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return Got::kEnd;
    if (count > 0) received_.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

JsonLines::Got JsonLines::next_line(nlohmann::json& message) {
  const std::size_t newline = received_.find('\n', searched_);
  searched_ = received_.size();
  if (newline == std::string::npos) return Got::kNothing;
  message = nlohmann::json::parse(
      received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(newline), nullptr, false);
  received_.erase(0, newline + 1);
  searched_ = 0;
  return message.is_object() ? Got::kMessage : Got::kBroken;
}

}  // namespace wattle::search
