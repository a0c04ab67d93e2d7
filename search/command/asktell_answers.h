// SPDX-License-Identifier: MIT
// What `wattle asktell` answers, as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/space/fault.h"
#include "search/study/ask_tell.h"

namespace wattle::search {

/// Something wrong with a line.
struct LineError {
  std::size_t line = 1;               ///< counted from 1, empty lines included
  std::optional<std::size_t> column;  ///< of a syntax error, in characters, from 1
  std::string code;                   ///< "malformed", "invalid", "unknown_id", ...
  std::string message;
  std::vector<Fault> faults;
};

/// {"error": {"line", "code", "message"}} with "column" for a syntax error; "pointer", "value",
/// "expected" and "nearest" of the first fault as far as there are any; and "also" with the same of
/// further ones, at most kFaultsShown in all.
nlohmann::json error_answer(const LineError& error);
inline constexpr std::size_t kFaultsShown = 10;

/// {"suggestions": [{"id", "parameters"}, ..]}, and when there are fewer than were asked for
/// "exhausted": true and "because".
nlohmann::json suggestions_answer(const Suggestions& suggestions);

/// {"ok": true}; with "failed" and the reason when what was told makes it a failed trial, and with
/// the "id" it was given when it is one of the asker's own.
nlohmann::json told_answer(const Trial& trial, bool own);

/// {"best": {"id", "parameters", "metrics", "feasible"}}, or null when no trial is complete. For
/// the goal `pareto` also "front", a list of the same.
nlohmann::json best_answer(const AskTell& search);

}  // namespace wattle::search
