// SPDX-License-Identifier: MIT
#include "search/service/trial_events.h"

#include "search/report/trial_json.h"

namespace wattle::search {

using nlohmann::json;

json started_event(const Trial& trial) {
  return {{"trial", trial.number},
          {"attempt", trial.attempts},
          {"worker", trial.lease.worker},
          {"parameters", trial.parameters.json()}};
}

json step_event(const Trial& trial, const Step& step) {
  return {{"trial", trial.number},
          {"step", step.step},
          {"metrics", metrics_json(step.metrics)},
          {"joules", number_json(step.joules.value)},
          {"seconds", number_json(step.seconds.value)}};
}

json ended_event(const Trial& trial, const Progress& progress) {
  json event = {{"trial", trial.number},  {"state", to_string(trial.state)},
                {"reason", trial.reason}, {"metrics", json::object()},
                {"joules", nullptr},      {"seconds", nullptr},
                {"best", nullptr},        {"begun", progress.begun},
                {"ended", progress.ended}};
  if (trial.measurement) {
    const energy::EnergyReading& energy = trial.measurement->energy;
    event["metrics"] = metrics_json(trial.measurement->metrics);
    event["joules"] = joules_json(energy.joules, energy.source != energy::Source::kUnknown);
    event["seconds"] = number_json(trial.measurement->seconds.value);
  }
  if (progress.best) event["best"] = *progress.best;
  return event;
}

}  // namespace wattle::search
