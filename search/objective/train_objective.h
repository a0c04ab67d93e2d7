// SPDX-License-Identifier: MIT
// Trains a model as an objective.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "search/objective/objective.h"
#include "trainer/trainer.h"

namespace wattle::search {

/// Fills the parameters into the scenario's objective and hands it to the trainer.
class TrainObjective final : public Objective {
 public:
  /// `objective`: the scenario's `objective` member, with its `$references`.
  TrainObjective(std::shared_ptr<trainer::Trainer> trainer, nlohmann::json objective)
      : trainer_(std::move(trainer)), objective_(std::move(objective)) {}

  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  /// Loads the data.
  Result<void> prepare(const Parameters& example) override;
  Result<std::optional<trainer::ModelSummary>> model(const Parameters& parameters) override;
  Result<trainer::ModelProfile> profile(const Parameters& parameters,
                                        const ProfileConditions& conditions,
                                        energy::Account& account) override;
  /// The epochs.
  std::optional<double> modelled_joules(const Parameters& parameters) override;
  std::optional<int> planned_steps(const Parameters& parameters) const override;
  /// The objective with these parameters, and the digests of all that it names.
  std::optional<nlohmann::json> identity(const Parameters& parameters) override;
  std::string repeatable_energy_metric() const override { return "modelled_joules"; }

 private:
  std::shared_ptr<trainer::Trainer> trainer_;
  nlohmann::json objective_;
};

}  // namespace wattle::search
