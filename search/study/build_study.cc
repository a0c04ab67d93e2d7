// SPDX-License-Identifier: MIT
#include "search/study/build_study.h"

#include <utility>

namespace wattle::search {
namespace {

/// Numbers that a second run of the same work measures differently.
bool is_measured(const std::string& metric) {
  return metric == kTrainJoules || metric == "seconds" || metric == kInferenceJoules;
}

/// Under fixed_lag no decision may rest on such a number.
Result<void> check_repeatable(const Study& study) {
  if (!study.schedule.fixed()) return {};
  for (const std::string& metric : study.goal.needs()) {
    if (!metric.empty() && !is_measured(metric)) continue;
    return fail(
        ErrorCode::kInvalidArgument,
        "schedule fixed_lag promises the same trials every time, but this goal decides by " +
            (metric.empty() ? "measured joules" : metric) + ", which differ from run to run",
        "use \"schedule\": \"async\", or a goal without them");
  }
  return {};
}

Result<void> check_repeatable_pruner(const Study& study) {
  if (!study.schedule.fixed() || study.pruner->kind() != "energy") return {};
  const bool modelled = !study.goal.energy_metric().empty();
  if (modelled && !study.budget.joules) return {};
  return fail(
      ErrorCode::kInvalidArgument,
      "schedule fixed_lag promises the same trials every time, but pruner energy decides by " +
          std::string(modelled ? "what is left of budget.joules" : "measured joules") +
          ", which differ from run to run",
      modelled ? "use \"schedule\": \"async\", or a budget without joules"
               : "use \"schedule\": \"async\", or another pruner");
}

Result<void> check_repeatable_strategy(const Study& study, const nlohmann::json& strategy) {
  const bool counts_joules = strategy.value("per_joule", false);
  if (!study.schedule.fixed() || !counts_joules || !study.goal.energy_metric().empty()) return {};
  return fail(ErrorCode::kInvalidArgument,
              "schedule fixed_lag promises the same trials every time, but strategy.per_joule "
              "decides by measured joules, which differ from run to run",
              "use \"schedule\": \"async\", or \"per_joule\": false");
}

/// Lets the objective find out what would fail every trial, with some point of the space.
Result<void> prepare_objective(const Study& study) {
  Rng rng(study.seed);
  return study.objective->prepare(study.space.sample_or_walk(rng));
}

}  // namespace

std::string energy_metric(const Schedule& schedule, const Objective& objective) {
  return schedule.fixed() ? objective.repeatable_energy_metric() : kTrainJoules;
}

Result<std::unique_ptr<Study>> build_study(const Scenario& scenario,
                                           const ObjectiveSurroundings& surroundings, int jobs) {
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
  study->pruner = make_pruner(document.at("pruner"), study->goal);
  const Result<void> decidable =
      check_repeatable(*study)
          .and_then([&] { return check_repeatable_pruner(*study); })
          .and_then([&] { return check_repeatable_strategy(*study, document.at("strategy")); });
  if (!decidable) {
    return tl::unexpected<Error>(decidable.error());
  }
  if (auto prepared = prepare_objective(*study); !prepared) {
    return tl::unexpected<Error>(prepared.error());
  }
  auto strategy =
      make_strategy(document.at("strategy"), study->space, study->goal, study->seed, study->budget,
                    study->schedule.fixed() ? study->schedule.lag : jobs);
  if (!strategy) return tl::unexpected<Error>(strategy.error());
  study->strategy = std::move(*strategy);
  return study;
}

}  // namespace wattle::search
