// SPDX-License-Identifier: MIT
// Any bytes as a conversation with `wattle asktell`. Held against every line:
// - it gets one answer, one line that is a JSON object, unless it is white space alone;
// - after an error nothing has changed;
// - after anything else but a restore, every ended trial is still there and as it was.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "search/command/asktell_protocol.h"
#include "search/command/line_reader.h"

namespace {

using nlohmann::json;
using wattle::search::AskTell;
using wattle::search::AskTellProtocol;
using wattle::search::History;

/// Short enough for a mutation to pass it.
constexpr std::size_t kLongestLine = 4096;

AskTell open_search() {
  const auto scenario = wattle::search::validate_ask_tell(json::parse(R"({
    "space": {"x": {"type": "float", "low": 0, "high": 1},
              "n": {"type": "int", "low": 1, "high": 4},
              "kind": {"type": "categorical", "choices": ["a", "b"]},
              "y": {"type": "float", "low": 0, "high": 1, "step": 0.25, "when": {"kind": "b"}}},
    "goal": {"kind": "weighted", "metric": "value", "direction": "minimize",
             "points_per_decade": 0.1},
    "strategy": {"kind": "random"}})"));
  return std::move(*AskTell::create(*scenario));
}

[[noreturn]] void give_up(const std::string& why, const std::string& line,
                          const std::string& answer) {
  std::cerr << why << "\nline:   " << json(line).dump(-1, ' ', true, json::error_handler_t::replace)
            << "\nanswer: " << answer << "\n";
  std::abort();
}

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Ended trials of before that `state` does not have in the same place.
bool lost_one(const json& before, const json& after) {
  for (std::size_t i = 0; i < before["trials"].size(); ++i) {
    const json& trial = before["trials"][i];
    const bool ended = trial.contains("metrics") || trial.contains("failed");
    if (ended && (i >= after["trials"].size() || after["trials"][i] != trial)) return true;
  }
  return false;
}

void check(const std::string& line, const std::optional<std::string>& answer, const json& before,
           const json& after) {
  if (answer.has_value() == is_blank(line)) {
    give_up("there must be an answer exactly if there is a line", line, answer.value_or("none"));
  }
  if (!answer) return;
  const json said = json::parse(*answer, nullptr, false);
  if (!said.is_object() || answer->find('\n') != std::string::npos) {
    give_up("the answer is no line of JSON", line, *answer);
  }
  if (said.contains("error") && before != after) give_up("an error did it", line, *answer);
  const bool restored = json::parse(line, nullptr, false).contains("restore");
  if (!restored && lost_one(before, after)) give_up("a trial was lost", line, *answer);
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  AskTell search = open_search();
  AskTellProtocol protocol(search);
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  std::string line;
  json before = search.state();
  while (true) {
    const auto end = wattle::search::read_line(in, kLongestLine, line);
    if (end == wattle::search::LineEnd::kEnd) return 0;
    const bool too_long = end == wattle::search::LineEnd::kTooLong;
    const auto answer = too_long ? protocol.refuse_long_line() : protocol.answer(line);
    json after = search.state();
    check(too_long ? "(too long)" : line, answer, before, after);
    before = std::move(after);
  }
}
