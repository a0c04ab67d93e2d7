// SPDX-License-Identifier: MIT
// A study's progress for programs: one JSON object a line.
#pragma once

#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "search/command/live_events.h"

namespace wattle::search {

/// Every line has `event`: "study_started", "trial_started", "trial_step", "trial_ended",
/// "finalist_started", "finalist_ended", "profile_started", "profile_ended", "study_ended". Trials,
/// steps, energy and the layers of a profile are as in result.json. Each line is flushed, so that a
/// reader at a pipe is never behind. `out` must outlive it.
class JsonEvents final : public LiveListener {
 public:
  explicit JsonEvents(std::ostream& out) : out_(out) {}

  void begin(const LiveHeader& header) override;
  void trial_started(const Trial& trial) override;
  void trial_step(int number, const Step& step) override;
  void trial_ended(const Trial& trial, const LiveTotals& totals) override;
  void finalist_started(int trial) override;
  void finalist_ended(const Finalist& finalist) override;
  void profile_started(int trial) override;
  void profile_ended(int trial, const LayerEnergy& layers) override;
  void end(const std::string& stopped_because) override;

 private:
  void write(const char* event, nlohmann::json members);

  std::mutex mutex_;
  std::ostream& out_;
  bool joules_known_ = true;  ///< set by `begin`, which comes first
};

}  // namespace wattle::search
