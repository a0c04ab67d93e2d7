// SPDX-License-Identifier: MIT
#include "search/service/http_connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace wattle::search {
namespace {

constexpr std::chrono::milliseconds kLinger{1000};
constexpr std::size_t kMostDrained = std::size_t{1} << 20U;
constexpr std::size_t kFraming = std::size_t{16} << 10U;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

void address_of(int socket, NameOf name, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t length = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the system's calls take it
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  if (name(socket, generic, &length) != 0 ||
      getnameinfo(generic, length, host.data(), host.size(), service.data(), service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host.data();
  port = std::atoi(service.data());  // NOLINT(cert-err34-c): the system wrote a number
}

}  // namespace

HttpConnection::HttpConnection(int socket, SSL_CTX* tls, const ServiceLimits& limits)
    : socket_(socket), limits_(limits), tls_(tls == nullptr ? nullptr : SSL_new(tls)) {
  const int flags = ::fcntl(socket_, F_GETFL);
  ::fcntl(socket_, F_SETFL, flags | O_NONBLOCK);
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  if (tls_) SSL_set_fd(tls_.get(), socket_);
}

HttpConnection::~HttpConnection() {
  if (close_after_ || too_long_ || too_slow_) linger();
  if (tls_) SSL_shutdown(tls_.get());
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
}

bool HttpConnection::wait_for(short events, Clock::time_point until) const {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd ready{socket_, events, 0};
    const int found = ::poll(&ready, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (found > 0) return true;
    if (found < 0 && errno != EINTR) return false;
  }
}

bool HttpConnection::greet() {
  if (!tls_) return true;
  const auto until = Clock::now() + limits_.head_time;
  for (;;) {
    const int agreed = SSL_accept(tls_.get());
    if (agreed == 1) return true;
    const int why = SSL_get_error(tls_.get(), agreed);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return false;
    if (!wait_for(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, until)) return false;
  }
}

bool HttpConnection::wait_for_request(std::chrono::milliseconds patience) {
  if (begin_ < end_ || (tls_ && SSL_pending(tls_.get()) > 0)) return true;
  return wait_for(POLLIN, Clock::now() + patience);
}

void HttpConnection::linger() {
  if (tls_) return;
  ::shutdown(socket_, SHUT_WR);
  const auto until = Clock::now() + kLinger;
  std::size_t left = kMostDrained;
  while (left > 0 && wait_for(POLLIN, until)) {
    const ssize_t got = ::recv(socket_, buffer_.data(), std::min(buffer_.size(), left), 0);
    if (got <= 0) return;
    left -= static_cast<std::size_t>(got);
  }
}

void HttpConnection::begin_head() {
  answered_ = false;
  left_ = limits_.head_bytes;
  until_ = Clock::now() + limits_.head_time;
}

void HttpConnection::begin_body() {
  // What frames chunks is not of the body, and not much.
  left_ = limits_.body_bytes + limits_.body_bytes / 8 + kFraming;
  until_ = Clock::now() + limits_.body_time;
}

void HttpConnection::refuse(const char* status_line) {
  if (answered_) return;
  const std::string answer =
      std::string("HTTP/1.1 ") + status_line + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  (void)send_all(answer.data(), answer.size());
}

bool HttpConnection::is_readable() const {
  return begin_ < end_ || wait_for(POLLIN, Clock::now() + std::chrono::milliseconds(1));
}

bool HttpConnection::is_writable() const {
  return wait_for(POLLOUT, Clock::now() + limits_.write_time);
}

ssize_t HttpConnection::receive(char* to, std::size_t size, Clock::time_point until) {
  for (;;) {
    short wanted = POLLIN;
    if (tls_) {
      const int got = SSL_read(tls_.get(), to, static_cast<int>(size));
      if (got > 0) return got;
      const int why = SSL_get_error(tls_.get(), got);
      if (why == SSL_ERROR_ZERO_RETURN) return 0;
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return -1;
      wanted = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
    } else {
      const ssize_t got = ::recv(socket_, to, size, 0);
      if (got >= 0) return got;
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return -1;
    }
    if (wait_for(wanted, until)) continue;
    too_slow_ = true;
    return -1;
  }
}

bool HttpConnection::fill() {
  const ssize_t got = receive(buffer_.data(), buffer_.size(), until_);
  if (got <= 0) return false;
  begin_ = 0;
  end_ = static_cast<std::size_t>(got);
  return true;
}

ssize_t HttpConnection::read(char* to, size_t size) {
  if (begin_ == end_ && !fill()) return -1;
  const std::size_t count = std::min({size, end_ - begin_, left_});
  left_ -= count;
  if (count == 0) {
    too_long_ = true;
    return -1;
  }
  std::memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

bool HttpConnection::send_all(const char* from, std::size_t size) {
  while (size > 0) {
    short wanted = POLLOUT;
    ssize_t sent = 0;
    if (tls_) {
      sent = SSL_write(tls_.get(), from, static_cast<int>(std::min<std::size_t>(size, 1U << 20U)));
      if (sent <= 0) {
        const int why = SSL_get_error(tls_.get(), static_cast<int>(sent));
        if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return false;
        wanted = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
      }
    } else {
      sent = ::send(socket_, from, size, MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return false;
    }
    if (sent > 0) {
      from += sent;
      size -= static_cast<std::size_t>(sent);
    } else if (!wait_for(wanted, Clock::now() + limits_.write_time)) {
      return false;
    }
  }
  return true;
}

ssize_t HttpConnection::write(const char* from, size_t size) {
  answered_ = true;
  return send_all(from, size) ? static_cast<ssize_t>(size) : -1;
}

void HttpConnection::get_remote_ip_and_port(std::string& ip, int& port) const {
  address_of(socket_, ::getpeername, ip, port);
}

void HttpConnection::get_local_ip_and_port(std::string& ip, int& port) const {
  address_of(socket_, ::getsockname, ip, port);
}

}  // namespace wattle::search
