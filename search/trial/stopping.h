// SPDX-License-Identifier: MIT
// When a study has done enough, whatever is left of its budget.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "search/trial/goal.h"

namespace wattle::search {

/// A study ends when so many suggestions in a row promise less than `below` for a joule.
struct GainRule {
  double below = 0.0;  ///< in units of the goal's objective a joule (`Prospect`)
  int in_a_row = 3;
};

struct Stopping {
  std::optional<double> target;  ///< of the goal's metric, in its direction
  std::optional<GainRule> gain_per_joule;

  /// Reads a scenario's `stop`, whose form has been validated.
  static Stopping from_json(const nlohmann::json& stop);
};

/// Whether a trial is as good as wanted: it can be the best, is feasible, and its metric has got to
/// `target`.
bool meets_target(const Trial& trial, const Goal& goal, double target);

// How the reasons begin, in `stopped_because`.
inline constexpr const char* kTargetReached = "target reached";
inline constexpr const char* kTooLittleGain = "a joule buys too little";

/// "target reached: val_accuracy 0.953 in trial 12, wanted 0.95". Requires `meets_target`.
std::string target_reached(const Trial& trial, const Goal& goal, double target);

}  // namespace wattle::search
