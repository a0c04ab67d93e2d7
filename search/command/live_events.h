// SPDX-License-Identifier: MIT
// What the command tells while a study runs, and those it tells it to: people and programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/units.h"
#include "search/store/store.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// A study in words, known before its first trial.
struct LiveHeader {
  std::string study;
  std::string strategy;                 ///< Strategy::in_words
  std::string goal;                     ///< "the highest val_accuracy"
  std::string budget;                   ///< "24 trials, 20000 J"
  std::string meter;                    ///< one line: what counts the joules, and how well
  int jobs = 1;                         ///< trials at a time
  std::string metric;                   ///< the goal's, shown for each trial
  std::vector<std::string> parameters;  ///< names in the space, for abbreviations
  bool joules_known = true;             ///< false: nothing counts them
};

/// Where the study stands after a trial has ended.
struct LiveTotals {
  std::optional<int> best;  ///< trial number
  double best_value = 0.0;  ///< of the header's metric
  Joules trial_joules;      ///< spent on trials
  Joules total_joules;      ///< everything the meter counted
  Seconds elapsed;
  std::optional<Seconds> left;  ///< an estimate; unknown at first
  int done = 0;                 ///< trials ended
  std::optional<int> of;        ///< trials in the budget
};

/// Shows a study's events. `begin` comes once before all others, `end` once after. Thread-safe.
class LiveListener {
 public:
  virtual ~LiveListener() = default;
  virtual void begin(const LiveHeader& header) = 0;
  virtual void trial_started(const Trial& trial) = 0;
  virtual void trial_step(int number, const Step& step) = 0;
  virtual void trial_ended(const Trial& trial, const LiveTotals& totals) = 0;
  virtual void finalist_started(int trial) = 0;
  virtual void finalist_ended(const Finalist& finalist) = 0;
  /// Of the layers of the winner's model.
  virtual void profile_started(int trial) = 0;
  virtual void profile_ended(int trial, const LayerEnergy& layers) = 0;
  /// `stopped_because` is empty when the study ended with an error.
  virtual void end(const std::string& stopped_because) = 0;
};

}  // namespace wattle::search
