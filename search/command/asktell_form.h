// SPDX-License-Identifier: MIT
// What a line of `wattle asktell` may say.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/space/fault.h"

namespace wattle::search {

/// One command: an object with one member.
struct AskTellLine {
  std::string command;      ///< "ask", "tell", "fail", "best", "state", "restore"
  nlohmann::json argument;  ///< its member, with whole numbers as integers and defaults written out
};

/// Faults: no object, an unknown member (with the nearest), none or several commands, an argument
/// of another form. What a `tell` says of metrics and parameters, and a state, are not looked into.
Validated<AskTellLine> read_ask_tell_line(const nlohmann::json& line);

}  // namespace wattle::search
