// SPDX-License-Identifier: MIT
// Stops a trial that no longer gets better.
#pragma once

#include "search/pruning/pruner.h"

namespace wattle::search {

struct PatiencePrunerOptions {
  int patience = 5;        ///< at least 1: steps without improvement after which a trial is done
  double min_delta = 0.0;  ///< at least 0: what an improvement must exceed, in the metric's unit
};

/// Early stopping: a trial is done when its metric has not improved on its best, as it was at the
/// last improvement, by more than `min_delta` for `patience` steps. Looks at no other trial, so it
/// is the same under every schedule. Such a trial is complete: it is as good as its training gets,
/// not bad. Without any value so far it goes on. O(s) for s steps.
class PatiencePruner final : public Pruner {
 public:
  PatiencePruner(const Goal& goal, PatiencePrunerOptions options)
      : goal_(goal), options_(options) {}
  std::string_view kind() const override { return "patience"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& context) const override;
  TrialState stopped_state() const override { return TrialState::kComplete; }

 private:
  const Goal& goal_;
  PatiencePrunerOptions options_;
};

}  // namespace wattle::search
