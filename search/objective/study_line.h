// SPDX-License-Identifier: MIT
// A worker process's line to the study's process, while it trains or measures.
#pragma once

#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "energy/clock.h"
#include "search/process/json_lines.h"

namespace wattle::search {

/// Says and asks things, and hears when the study does not want the work any more; one that is gone
/// wants nothing. Thread-safe.
class StudyLine {
 public:
  /// `lines` must outlive it, and be nobody else's meanwhile.
  explicit StudyLine(JsonLines& lines);

  void say(const nlohmann::json& message);
  /// Waits for the message that has the member `answer`, and returns that member; nullopt: the
  /// study is gone. It answers also when it has cancelled.
  std::optional<nlohmann::json> ask(const nlohmann::json& message, const char* answer);
  /// Looks for the study's wish, at most every 20 ms, and tells every second that this process
  /// lives.
  bool cancelled();

 private:
  // Requires mutex_.
  /// One message, if there is one within so many milliseconds; -1: for ever. Null when there is
  /// none.
  nlohmann::json take(int milliseconds);

  JsonLines& lines_;
  const energy::SteadyClock clock_;
  std::mutex mutex_;  // guards all below, and lines_
  Seconds looked_;
  Seconds alive_;
  bool cancelled_ = false;
  bool gone_ = false;
};

}  // namespace wattle::search
