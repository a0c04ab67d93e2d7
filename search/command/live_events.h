// SPDX-License-Identifier: MIT
// What the command tells while a study runs, for people and for programs alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/units.h"

namespace wattle::search {

/// A study in words, known before its first trial.
struct LiveHeader {
  std::string study;
  std::string strategy;
  std::string goal;                     ///< "the highest val_accuracy"
  std::string budget;                   ///< "24 trials, 20000 J"
  std::string meter;                    ///< one line: what counts the joules, and how well
  int jobs = 1;                         ///< trials at a time
  std::string metric;                   ///< the goal's, shown for each trial
  std::vector<std::string> parameters;  ///< names in the space, for abbreviations
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

}  // namespace wattle::search
