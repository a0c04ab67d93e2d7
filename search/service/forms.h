// SPDX-License-Identifier: MIT
// What clients of the service send.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/service/remote_workers.h"
#include "search/space/fault.h"

namespace wattle::search {

/// Trials that can be asked for at once.
inline constexpr int kMostAsked = 1000;
/// For so long a question may wait for its answer.
inline constexpr int kLongestPatience = 60;
/// Leases that can be kept by one call.
inline constexpr int kMostKept = 10'000;

struct AskForm {
  AskRequest request;
  std::chrono::milliseconds patience{0};
};

struct ReportForm {
  std::string lease;
  StepNews news;
};

struct TellForm {
  std::string lease;
  EndNews news;
};

struct FailForm {
  std::string lease;
  FailureNews news;
};

/// Characters that can be told of a trial at once.
inline constexpr int kMostLogged = 200'000;

struct LogForm {
  std::string lease;
  std::string text;
  std::optional<std::uintmax_t> at;  ///< of the log's bytes, the text's first one
};

/// Each reads the body of a request; faults give their places in it.
Validated<AskForm> read_ask(const nlohmann::json& body);
Validated<ReportForm> read_report(const nlohmann::json& body);
Validated<TellForm> read_tell(const nlohmann::json& body);
Validated<FailForm> read_fail(const nlohmann::json& body);
Validated<LogForm> read_log_form(const nlohmann::json& body);
/// {"lease"}
Validated<std::string> read_release(const nlohmann::json& body);
/// {"leases"}
Validated<std::vector<std::string>> read_heartbeat(const nlohmann::json& body);

/// Whether a text can be a key of a question: [A-Za-z0-9_-]{1,64}.
bool is_key(std::string_view text);

}  // namespace wattle::search
