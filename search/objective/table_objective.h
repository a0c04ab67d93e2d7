// SPDX-License-Identifier: MIT
// Recorded runs as an objective: nothing is trained, and everything is known beforehand.
#pragma once

#include <memory>
#include <utility>

#include "search/objective/objective.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {

/// Holds the runs for a study, which replays them on a simulated clock (`recorded_runs`).
class TableObjective final : public Objective {
 public:
  explicit TableObjective(std::shared_ptr<const RecordedRuns> runs) : runs_(std::move(runs)) {}

  /// Refuses, kInvalidArgument: a context tells neither which step is the last one, nor can an
  /// error carry the joules of a run that failed, so a trial would end otherwise than in a replay.
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  const RecordedRuns* recorded_runs() const override { return runs_.get(); }
  std::optional<int> planned_steps(const Parameters& parameters) const override {
    return runs_->planned_steps(parameters);
  }
  /// Recorded joules are the same every time.
  std::string repeatable_energy_metric() const override {
    return runs_->info().joules_known ? kTrainJoules : "";
  }

 private:
  std::shared_ptr<const RecordedRuns> runs_;
};

/// What the study says of parameters that nothing was recorded for.
Error not_recorded(const RecordedRuns& runs);

}  // namespace wattle::search
