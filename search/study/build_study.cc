// SPDX-License-Identifier: MIT
#include "search/study/build_study.h"

#include <utility>

#include "search/strategy/gain_stop.h"
#include "search/trial/finalist_plan.h"
#include "search/trial/stopping.h"

namespace wattle::search {
namespace {

/// Numbers that a second run of the same work measures differently.
bool is_measured(const std::string& metric) {
  return metric == kTrainJoules || metric == "seconds" || metric == kInferenceJoules;
}

/// Under fixed_lag no decision may rest on such a number: `what` does, on `number`.
tl::unexpected<Error> not_repeatable(const std::string& what, const std::string& number,
                                     const std::string& instead) {
  return fail(ErrorCode::kInvalidArgument,
              "schedule fixed_lag promises the same trials every time, but " + what +
                  " decides by " + number + ", which differ from run to run",
              "use \"schedule\": \"async\", or " + instead);
}

Result<void> check_repeatable_goal(const Study& study) {
  if (study.objective->recorded_runs() != nullptr) return {};  // everything is on record
  for (const std::string& metric : study.goal.needs()) {
    if (!metric.empty() && !is_measured(metric)) continue;
    return not_repeatable("this goal", metric.empty() ? "measured joules" : metric,
                          "a goal without them");
  }
  return {};
}

Result<void> check_repeatable_pruner(const Study& study) {
  if (study.pruner->kind() != "energy") return {};
  if (study.goal.energy_metric().empty()) {
    return not_repeatable("pruner energy", "measured joules", "another pruner");
  }
  if (!study.budget.joules) return {};
  return not_repeatable("pruner energy", "what is left of budget.joules",
                        "a budget without joules");
}

Result<void> check_repeatable_strategy(const Study& study, const nlohmann::json& strategy) {
  if (!strategy.value("per_joule", false) || !study.goal.energy_metric().empty()) return {};
  return not_repeatable("strategy.per_joule", "measured joules", "\"per_joule\": false");
}

Result<void> check_repeatable(const Study& study) {
  if (!study.schedule.fixed()) return {};
  return check_repeatable_goal(study)
      .and_then([&] { return check_repeatable_pruner(study); })
      .and_then([&] { return check_repeatable_strategy(study, study.scenario.at("strategy")); });
}

/// A gain per joule needs joules.
Result<void> check_gain_rule(const Study& study, const Stopping& stopping) {
  if (!stopping.gain_per_joule || !study.goal.energy_metric().empty()) return {};
  if (study.schedule.fixed() && study.objective->recorded_runs() == nullptr) {
    return not_repeatable("stop.gain_per_joule", "measured joules", "no such rule");
  }
  return fail(ErrorCode::kInvalidArgument,
              "stop.gain_per_joule needs joules, and the recorded runs tell none",
              "name their column with objective.joules, or leave the rule out");
}

Stopping stopping_of(const nlohmann::json& document) {
  return document.contains("stop") ? Stopping::from_json(document.at("stop")) : Stopping();
}

/// Lets the objective find out what would fail every trial, with some point of the space.
Result<void> prepare_objective(const Study& study) {
  Rng rng(study.seed);
  return study.objective->prepare(study.space.sample_or_walk(rng));
}

Result<void> check_ends(const Scenario& problem) {
  if (problem.document.contains("budget")) return {};
  return fail(ErrorCode::kInvalidArgument, "there is no budget, so that the study would not end",
              "add one: \"budget\": {\"trials\": 50}");
}

/// What the document alone says of a study.
std::unique_ptr<Study> study_of(const Scenario& scenario) {
  const nlohmann::json& document = scenario.document;
  auto study = std::make_unique<Study>();
  study->name = document.value("name", "study");
  study->scenario = document;
  study->space = scenario.space;
  study->budget =
      Budget::from_json(document.at("budget"), Footprint::from_json(document.at("energy")));
  study->schedule = Schedule::from_json(document.at("schedule"));
  const FinalistPlan finalists = FinalistPlan::from_json(document.at("finalists"));
  study->finalists = finalists.count;
  study->profile_winner = finalists.profile;
  study->environment = Environment::from_json(document);
  study->capacity = capacity_of(document, machine_here(document.contains("trial_gpus")),
                                scenario.recorded_runs != nullptr);
  if (document.contains("objective")) {
    study->limits = TrialLimits::from_json(document.at("objective"));
  }
  if (document.contains("retries")) study->retries = Retries::from_json(document.at("retries"));
  study->seed = document.at("seed").get<std::uint64_t>();
  return study;
}

/// What is the same wherever trials run. `study` is what `study_of` has made.
Result<std::unique_ptr<Study>> complete(std::unique_ptr<Study> study,
                                        std::shared_ptr<Objective> objective,
                                        const nlohmann::json& document, int jobs) {
  study->objective = std::move(objective);
  const std::string joules = energy_metric(study->schedule, *study->objective);
  study->goal = Goal::from_json(document.at("goal"), joules);
  study->pruner = make_pruner(document.at("pruner"), study->goal);
  const Stopping stopping = stopping_of(document);
  if (auto ready = check_repeatable(*study)
                       .and_then([&] { return check_gain_rule(*study, stopping); })
                       .and_then([&] { return prepare_objective(*study); });
      !ready) {
    return tl::unexpected<Error>(ready.error());
  }
  auto strategy =
      make_strategy(document.at("strategy"), study->space, study->goal, study->seed, study->budget,
                    study->schedule.fixed() ? study->schedule.lag : jobs);
  if (!strategy) return tl::unexpected<Error>(strategy.error());
  study->strategy = std::move(*strategy);
  study->target = stopping.target;
  if (stopping.gain_per_joule) {
    study->strategy =
        std::make_unique<GainStop>(std::move(study->strategy), *stopping.gain_per_joule,
                                   study->space, study->goal, study->seed, study->budget);
  }
  return study;
}

}  // namespace

std::string energy_metric(const Schedule& schedule, const Objective& objective) {
  // Recorded joules are repeatable, if there are any.
  const bool repeatable = schedule.fixed() || objective.recorded_runs() != nullptr;
  return repeatable ? objective.repeatable_energy_metric() : kTrainJoules;
}

Result<void> check_power_limit(const Scenario& scenario, int jobs) {
  const nlohmann::json limit = Environment::from_json(scenario.document).gpu_power_limit;
  if (limit.is_null()) return {};
  if (scenario.recorded_runs != nullptr) {
    return fail(ErrorCode::kInvalidArgument,
                "gpu_power_limit: recorded runs are replayed, no GPU is used",
                "remove it; a column of the table can be a parameter");
  }
  if (!limit.is_string() || jobs == 1) return {};
  return fail(ErrorCode::kInvalidArgument,
              "gpu_power_limit is another for each trial, but trials that run side by side share "
              "the GPUs",
              "run one trial at a time: --jobs 1");
}

Result<std::unique_ptr<Study>> build_study(const Scenario& scenario,
                                           const ObjectiveSurroundings& surroundings, int jobs) {
  if (auto sound = check_power_limit(scenario, jobs); !sound) {
    return tl::unexpected<Error>(sound.error());
  }
  ObjectiveSurroundings around = surroundings;
  around.recorded_runs = scenario.recorded_runs;
  around.folder = scenario.file.parent_path();
  auto objective = make_objective(scenario.document.at("objective"), around);
  if (!objective) return tl::unexpected<Error>(objective.error());
  return build_study_with(std::move(*objective), scenario, jobs);
}

Result<std::unique_ptr<Study>> build_study_with(std::shared_ptr<Objective> objective,
                                                const Scenario& problem, int jobs) {
  if (auto sound = check_power_limit(problem, jobs).and_then([&] { return check_ends(problem); });
      !sound) {
    return tl::unexpected<Error>(sound.error());
  }
  std::unique_ptr<Study> study = study_of(problem);
  if (auto fits = check_capacity(study->environment, study->capacity); !fits) {
    return tl::unexpected<Error>(fits.error());
  }
  return complete(std::move(study), std::move(objective), problem.document, jobs);
}

Result<std::unique_ptr<Study>> build_study_elsewhere(std::shared_ptr<Objective> objective,
                                                     const Scenario& problem) {
  if (auto ends = check_ends(problem); !ends) return tl::unexpected<Error>(ends.error());
  std::unique_ptr<Study> study = study_of(problem);
  study->capacity = {};
  study->finalists = 0;
  study->profile_winner = false;
  return complete(std::move(study), std::move(objective), problem.document, 1);
}

}  // namespace wattle::search
