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
#include "search/trial/trial.h"

namespace wattle::search {

/// Decides after each step of a running trial. A pure function of its arguments; thread-safe.
class Pruner {
 public:
  virtual ~Pruner() = default;
  virtual std::string_view kind() const = 0;
  /// The reason to stop `trial` after its last step, or nullopt to let it go on. `others` may hold
  /// trials in any state.
  virtual std::optional<std::string> should_stop(const Trial& trial,
                                                 const History& others) const = 0;
};

const std::vector<std::string>& pruner_kinds();

/// Builds a pruner from a scenario's `pruner` member, whose form has been validated. `goal` must
/// outlive it.
std::unique_ptr<Pruner> make_pruner(const nlohmann::json& pruner, const Goal& goal);

}  // namespace wattle::search
