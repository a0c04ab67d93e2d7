// SPDX-License-Identifier: MIT
// What a study may know of trials that run elsewhere.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "search/objective/objective.h"

namespace wattle::search {

/// Stands for an objective that workers evaluate. Loads nothing.
class RemoteObjective final : public Objective {
 public:
  /// `objective`: the scenario's member; null where it has none.
  explicit RemoteObjective(nlohmann::json objective) : objective_(std::move(objective)) {}

  /// kUnavailable: nothing is evaluated here.
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  std::optional<int> planned_steps(const Parameters& parameters) const override;
  /// Wattle's own trainer tells modelled joules.
  std::string repeatable_energy_metric() const override;

 private:
  bool trains() const;

  nlohmann::json objective_;
};

}  // namespace wattle::search
