// SPDX-License-Identifier: MIT
// Is this trial worth going on with?
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// What a pruner may know besides the trial itself.
struct PruningContext {
  /// Trials in any state, by number; may hold the trial itself.
  Trials others = {};
  /// The last step of the trial when nobody stops it; nullopt: not known.
  std::optional<int> planned_steps = std::nullopt;
  /// Of the study's budget, this trial's spending taken off; nullopt: no such budget.
  std::optional<Joules> joules_left = std::nullopt;
};

/// Decides after each step of a running trial. A pure function of its arguments; thread-safe.
///
/// Steps of a trial have ascending numbers from 1 on. A metric that is missing or not finite is no
/// value: it neither counts against a trial nor for another one.
class Pruner {
 public:
  virtual ~Pruner() = default;
  virtual std::string_view kind() const = 0;
  /// The reason to stop `trial` after its last step, as a sentence with the numbers it rests on, or
  /// nullopt to let it go on.
  virtual std::optional<std::string> should_stop(const Trial& trial,
                                                 const PruningContext& context) const = 0;
  /// What a stopped trial counts as: kPruned, or kComplete where stopping says that a trial is done
  /// and not that it is bad.
  virtual TrialState stopped_state() const { return TrialState::kPruned; }
};

/// The names `make_pruner` knows, in the order of the docs.
const std::vector<std::string>& pruner_kinds();

/// Builds a pruner from a scenario's `pruner` member, whose form has been validated. `goal` must
/// outlive it.
std::unique_ptr<Pruner> make_pruner(const nlohmann::json& pruner, const Goal& goal);

}  // namespace wattle::search
