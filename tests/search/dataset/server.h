// SPDX-License-Identifier: MIT
// A web server on the loopback interface, for one test.
#pragma once

#include <httplib.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "search/dataset/catalogue.h"

namespace wattle::search {

inline std::string sha256_of(const std::string& bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string text;
  for (const unsigned char byte : digest) {
    constexpr const char* kDigits = "0123456789abcdef";
    text += {kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return text;
}

/// Serves what handlers say, and remembers the ranges that were asked for.
class TestServer {
 public:
  explicit TestServer(std::unique_ptr<httplib::Server> server = std::make_unique<httplib::Server>())
      : server_(std::move(server)) {
    server_->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response&) {
      const std::scoped_lock lock(mutex_);
      ranges_.push_back(request.get_header_value("Range"));
      return httplib::Server::HandlerResponse::Unhandled;
    });
  }
  ~TestServer() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  httplib::Server& routes() { return *server_; }

  /// Begins to serve; the address follows, as "http://127.0.0.1:1234".
  std::string start(const std::string& scheme = "http") {
    const int port = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::yield();
    return scheme + "://127.0.0.1:" + std::to_string(port);
  }

  /// Of each request in turn; empty when it had none.
  std::vector<std::string> ranges() {
    const std::scoped_lock lock(mutex_);
    return ranges_;
  }

 private:
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::string> ranges_;
};

}  // namespace wattle::search
