// SPDX-License-Identifier: MIT
// A study's progress for programs: one JSON object a line.
#pragma once

#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "search/command/live_events.h"
#include "search/store/store.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// Every line has `event`: "study_started", "trial_started", "trial_step", "trial_ended",
/// "finalist_started", "finalist_ended", "study_ended". Trials, steps and energy are as in
/// result.json. Each line is flushed, so that a reader at a pipe is never behind. Thread-safe.
/// `out` must outlive it.
class JsonEvents {
 public:
  explicit JsonEvents(std::ostream& out) : out_(out) {}

  void begin(const LiveHeader& header);
  void trial_started(const Trial& trial);
  void trial_step(int number, const Step& step);
  void trial_ended(const Trial& trial, const LiveTotals& totals);
  void finalist_started(int trial);
  void finalist_ended(const Finalist& finalist);
  void end(const std::string& stopped_because);

 private:
  void write(const char* event, nlohmann::json members);

  std::mutex mutex_;
  std::ostream& out_;
};

}  // namespace wattle::search
