// SPDX-License-Identifier: MIT
// Asynchronous successive halving.
#pragma once

#include "search/pruning/successive_halving.h"

namespace wattle::search {

/// Stops a trial that does not belong to the best 1 / eta at a rung: see `fails_rung`. No rung is
/// too high: a trial that ends below one never meets it.
class AshaPruner final : public Pruner {
 public:
  AshaPruner(const Goal& goal, Rungs rungs) : goal_(goal), rungs_(rungs) {}
  std::string_view kind() const override { return "asha"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& context) const override {
    return fails_rung(trial, context.others, goal_, rungs_, [](int /*number*/) { return true; });
  }

 private:
  const Goal& goal_;
  Rungs rungs_;
};

}  // namespace wattle::search
