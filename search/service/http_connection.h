// SPDX-License-Identifier: MIT
// One client's connection, read and written within bounds of time and size.
#pragma once

#include <httplib.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "search/service/limits.h"

namespace wattle::search {

/// A request has to arrive whole within its time, however slowly its bytes come. Closes the socket
/// at its end. Not thread-safe.
class HttpConnection final : public httplib::Stream {
 public:
  /// Takes the socket over. `tls` null: no encryption.
  HttpConnection(int socket, SSL_CTX* tls, const ServiceLimits& limits);
  ~HttpConnection() override;
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// False when the encryption cannot be agreed on in time.
  bool greet();
  /// Waits so long for the first byte of a further request.
  bool wait_for_request(std::chrono::milliseconds patience);
  /// Request line and headers are read from now on.
  void begin_head();
  /// The body is read from now on.
  void begin_body();
  /// Sends a last answer without a body, unless this request has one.
  void refuse(const char* status_line);
  /// Nothing is read after this request's answer, whose client may still be sending.
  void close_after() { close_after_ = true; }
  bool closes_after() const { return close_after_; }
  /// The request was longer than it may be, or has not arrived in time.
  bool too_long() const { return too_long_; }
  bool too_slow() const { return too_slow_; }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct TlsDeleter {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  /// Waits until the socket is ready for `events`; false when `until` has passed, or it failed.
  bool wait_for(short events, Clock::time_point until) const;
  ssize_t receive(char* to, std::size_t size, Clock::time_point until);
  bool send_all(const char* from, std::size_t size);
  bool fill();
  /// Lets the client finish sending, so that it reads the answer.
  void linger();

  const int socket_;
  const ServiceLimits& limits_;
  std::unique_ptr<SSL, TlsDeleter> tls_;
  std::array<char, 8192> buffer_{};
  std::size_t begin_ = 0;  ///< of what is in the buffer and was not read
  std::size_t end_ = 0;
  std::size_t left_ = 0;   ///< bytes that the head, or the body, may still have
  bool answered_ = false;  ///< something of this request's answer was sent
  Clock::time_point until_;
  bool close_after_ = false;
  bool too_long_ = false;
  bool too_slow_ = false;
};

}  // namespace wattle::search
