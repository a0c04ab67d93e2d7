// SPDX-License-Identifier: MIT
// Stops a trial whose metric is worse than the median of the others at the same step.
#pragma once

#include "search/pruning/pruner.h"

namespace wattle::search {

struct MedianPrunerOptions {
  int startup_trials = 5;  ///< complete trials to wait for before anything is stopped
  int warmup_steps = 3;    ///< steps every trial gets
};

/// The median stopping rule of [Golovin2017]: a trial is stopped at step s if the best value it has
/// reached up to s is strictly worse than the median, over complete trials that got as far, of
/// their running average up to s. Of more than 1,000 such trials an even sample by number stands
/// for all. Cost: O(n + min(n, 1000) s) for n others.
class MedianPruner final : public Pruner {
 public:
  MedianPruner(const Goal& goal, MedianPrunerOptions options) : goal_(goal), options_(options) {}
  std::string_view kind() const override { return "median"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& context) const override;

 private:
  const Goal& goal_;
  MedianPrunerOptions options_;
};

}  // namespace wattle::search
