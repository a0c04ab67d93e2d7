// SPDX-License-Identifier: MIT
// Stops a trial whose further joules cannot pay off.
#pragma once

#include "search/pruning/pruner.h"

namespace wattle::search {

struct EnergyPrunerOptions {
  int warmup_steps = 3;  ///< steps every trial gets
};

/// Stops a trial for either of two reasons.
///
/// Dominated: some complete trial that is feasible under the goal has spent fewer joules in all
/// than this one has by now, and is at least as good in the metric as this one can be hoped to
/// become (`optimistic_loss` at its last planned step). Then no kind of goal prefers this one at
/// its end, as far as the projection holds. Under `cheapest` the joules alone decide, for a
/// feasible trial that has spent fewer is better whatever the metric becomes, and nothing is
/// projected. Joules are those of the goal's `energy_metric` (see `joules_at`). A goal over a
/// lifetime is not judged so: a model that is dear to train may be the cheaper one to use.
///
/// Over budget: the steps left need more than is left of the study's joules, also at the lower end
/// of their projection (`project_rest`). What other running trials still need is not taken off, so
/// this stops too late rather than too early.
///
/// Without planned steps only `cheapest` is judged; without a budget of joules the second reason is
/// not. Cost: O(n + s) for n others and s steps.
class EnergyPruner final : public Pruner {
 public:
  EnergyPruner(const Goal& goal, EnergyPrunerOptions options) : goal_(goal), options_(options) {}
  std::string_view kind() const override { return "energy"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& context) const override;

 private:
  std::optional<std::string> dominated(const Trial& trial, const PruningContext& context) const;
  std::optional<std::string> undercut(const Trial& trial, const PruningContext& context) const;

  const Goal& goal_;
  EnergyPrunerOptions options_;
};

}  // namespace wattle::search
