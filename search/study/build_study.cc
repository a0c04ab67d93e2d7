// SPDX-License-Identifier: MIT
#include "search/study/build_study.h"

#include <utility>

namespace wattle::search {

std::string energy_metric(const Schedule& schedule, const Objective& objective) {
  return schedule.fixed() ? objective.repeatable_energy_metric() : "train_joules";
}

Result<std::unique_ptr<Study>> build_study(const Scenario& scenario,
                                           const ObjectiveSurroundings& surroundings) {
  const nlohmann::json& document = scenario.document;
  auto study = std::make_unique<Study>();
  study->name = document.at("name").get<std::string>();
  study->scenario = document;
  study->space = scenario.space;
  study->budget = Budget::from_json(document.at("budget"));
  study->schedule = Schedule::from_json(document.at("schedule"));
  study->finalists = document.at("finalists").get<int>();
  study->trial_threads = document.at("trial_threads").get<int>();
  study->seed = document.at("seed").get<std::uint64_t>();

  auto objective = make_objective(document.at("objective"), surroundings);
  if (!objective) return tl::unexpected<Error>(objective.error());
  study->objective = std::move(*objective);

  const std::string joules = energy_metric(study->schedule, *study->objective);
  study->goal = Goal::from_json(document.at("goal"), joules);
  if (study->goal.uses_energy() && joules.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                "schedule fixed_lag promises the same trials every time, but this goal decides by "
                "measured joules, which "
                "differ from run to run",
                "use \"schedule\": \"async\", or a goal without joules (\"best\")");
  }
  study->pruner = make_pruner(document.at("pruner"), study->goal);
  auto strategy = make_strategy(document.at("strategy"), study->space, study->goal, study->seed);
  if (!strategy) return tl::unexpected<Error>(strategy.error());
  study->strategy = std::move(*strategy);
  return study;
}

}  // namespace wattle::search
