// SPDX-License-Identifier: MIT
// Carries requests to the API, and its answers back, over HTTP/1.1, with or without TLS.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "energy/clock.h"
#include "energy/error.h"
#include "search/service/api_message.h"
#include "search/service/limits.h"

namespace wattle::search {

struct HttpOptions {
  std::string host = "127.0.0.1";
  int port = 8765;                    ///< 0: any that is free
  std::filesystem::path certificate;  ///< PEM, with its chain; empty: no TLS
  std::filesystem::path key;          ///< PEM
  ServiceLimits limits;
};

/// Whether only this machine can reach an address to listen on.
bool is_loopback(const std::string& host);

class HttpServer {
 public:
  /// May be called by many threads at once. Told before the body is read; whoever returns an answer
  /// that is not of status 200 ends the request with it.
  struct Api {
    std::function<ApiAnswer(const ApiRequest&)> gate;
    std::function<ApiAnswer(const ApiRequest&)> answer;
    std::function<ApiAnswer(int status, const std::string& code, const std::string& detail)> refuse;
  };

  /// Listens, but answers nobody yet. Fails with kUnavailable when the address is taken,
  /// kInvalidArgument when certificate or key do not work. `clock` must outlive it.
  static Result<std::unique_ptr<HttpServer>> listen(const HttpOptions& options, Api api,
                                                    const energy::Clock& clock);
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
  /// Answers until `stop`, and returns when all connections are closed.
  virtual void serve() = 0;
  /// From any thread.
  virtual void stop() = 0;
};

}  // namespace wattle::search
