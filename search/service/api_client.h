// SPDX-License-Identifier: MIT
// Calls a service's API over HTTP.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "search/service/problem.h"

namespace wattle::search {

struct ApiAddress {
  std::string url = "http://127.0.0.1:8765";  ///< http or https, host and port
  std::string token;                          ///< empty: none is sent
  std::filesystem::path authority;            ///< certificates to trust (PEM); empty: the system's
};

/// Whether the same call may be answered later: nobody answered, or the server cannot now (429,
/// 503).
bool may_pass(const Problem& problem);

/// Each call opens a connection of its own, and takes little longer than its patience, and than an
/// asker may wait. Thread-safe.
class ApiClient {
 public:
  /// kInvalidArgument for an address that is none.
  static Result<ApiClient> create(ApiAddress address);

  /// The answer's JSON, or the problem that the server told. Tries again, at growing intervals,
  /// while nobody answers or the server says that it cannot now (429, 503), until `patience` is
  /// over or `cancelled` says so: then the last problem, `unreachable` when there was no answer.
  using Cancelled = std::function<bool()>;
  Served<nlohmann::json> get(const std::string& path, std::chrono::seconds patience,
                             const Cancelled& cancelled) const;
  Served<nlohmann::json> post(const std::string& path, const nlohmann::json& body,
                              std::chrono::seconds patience, const Cancelled& cancelled) const;

  const std::string& url() const { return address_.url; }

 private:
  explicit ApiClient(ApiAddress address) : address_(std::move(address)) {}
  Served<nlohmann::json> call(const std::string& path, const nlohmann::json* body,
                              std::chrono::seconds patience) const;
  Served<nlohmann::json> insist(const std::string& path, const nlohmann::json* body,
                                std::chrono::seconds patience, const Cancelled& cancelled) const;

  ApiAddress address_;
};

}  // namespace wattle::search
