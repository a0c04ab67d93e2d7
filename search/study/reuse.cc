// SPDX-License-Identifier: MIT
#include "search/study/reuse.h"

#include "energy/version.h"
#include "search/study/counting.h"

namespace wattle::search {
namespace {

nlohmann::json to_json(const TrialEnvironment& environment) {
  nlohmann::json json = {{"threads", environment.threads}};
  if (environment.gpus) json["gpus"] = *environment.gpus;
  if (environment.gpu_power_limit) json["gpu_power_limit"] = environment.gpu_power_limit->value;
  return json;
}

/// What may end a trial before its last step, whatever the others do.
nlohmann::json stops_of(const nlohmann::json& scenario) {
  const nlohmann::json goal = scenario.value("goal", nlohmann::json::object());
  nlohmann::json stops = {
      {"limits", scenario.value(nlohmann::json::json_pointer("/objective/limits"),
                                nlohmann::json::object())}};
  if (goal.value("kind", std::string()) == "cheapest") stops["goal"] = goal;
  return stops;
}

}  // namespace

std::optional<nlohmann::json> trial_key(const Study& study, const nlohmann::json& context,
                                        const Trial& trial) {
  if (study.pruner->kind() != "none") return std::nullopt;
  const auto environment = environment_of(study.environment, trial.parameters);
  if (!environment) return std::nullopt;
  auto work = study.objective->identity(trial.parameters);
  if (!work) return std::nullopt;
  return nlohmann::json{{"work", std::move(*work)},
                        {"seed", trial_seed(study.seed, trial.number)},
                        {"environment", to_json(*environment)},
                        {"stops", stops_of(study.scenario)},
                        {"wattle", version()},
                        {"counted_by", counted_by(context)}};
}

bool is_worth_keeping(const Trial& ended) {
  return ended.state == TrialState::kComplete && ended.reason.empty() && ended.attempts == 1 &&
         !ended.origin;
}

}  // namespace wattle::search
