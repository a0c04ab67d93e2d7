// SPDX-License-Identifier: MIT
#include "search/report/trial_json.h"

#include <cmath>

#include "search/store/layer_energy_json.h"

namespace wattle::search {

using nlohmann::json;

json number_json(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json joules_json(Joules joules, bool known) {
  return known ? number_json(joules.value) : json(nullptr);
}

json metrics_json(const Metrics& metrics) {
  json object = json::object();
  for (const auto& [name, value] : metrics) object[name] = number_json(value);
  return object;
}

json energy_json(const Measurement& measurement) {
  const energy::EnergyReading& reading = measurement.energy;
  const bool known = reading.source != energy::Source::kUnknown;
  return {{"joules", joules_json(reading.joules, known)},
          {"low", joules_json(reading.low, known)},
          {"high", joules_json(reading.high, known)},
          {"source", std::string(energy::to_string(reading.source))},
          {"domains", reading.domains},
          {"shared", reading.shared},
          {"gross_joules", joules_json(measurement.gross_joules, known)},
          {"window_seconds", number_json(reading.window.value)}};
}

json step_json(const Step& step, bool joules_known) {
  return {{"step", step.step},
          {"metrics", metrics_json(step.metrics)},
          {"joules", joules_json(step.joules, joules_known)},
          {"low", joules_json(step.low, joules_known)},
          {"high", joules_json(step.high, joules_known)},
          {"gross_joules", joules_json(step.gross_joules, joules_known)},
          {"shared", step.shared},
          {"seconds", number_json(step.seconds.value)}};
}

json trial_json(const Trial& trial, bool joules_known) {
  const bool counted =
      !trial.measurement || trial.measurement->energy.source != energy::Source::kUnknown;
  json steps = json::array();
  for (const Step& step : trial.steps) steps.push_back(step_json(step, joules_known && counted));
  json object = {{"number", trial.number},
                 {"state", std::string(to_string(trial.state))},
                 {"parameters", trial.parameters.json()},
                 {"metrics", json::object()},
                 {"energy", nullptr},
                 {"seconds", nullptr},
                 {"started_at", number_json(trial.started_at.value)},
                 {"ended_at", nullptr},
                 {"attempts", trial.attempts},
                 {"resumed_step", trial.resumed_step},
                 {"steps", std::move(steps)},
                 {"reason", trial.reason}};
  if (!trial.lease.worker.empty()) object["worker"] = trial.lease.worker;
  if (trial.origin) {
    object["origin"] = {{"study", trial.origin->study}, {"trial", trial.origin->trial}};
  }
  if (is_ended(trial.state)) object["ended_at"] = number_json(trial.ended_at.value);
  if (trial.measurement) {
    object["metrics"] = metrics_json(trial.measurement->metrics);
    object["energy"] = energy_json(*trial.measurement);
    object["seconds"] = number_json(trial.measurement->seconds.value);
    if (const std::string& lost = trial.measurement->retried_after; !lost.empty()) {
      object["retried_after"] = lost;
    }
  }
  return object;
}

json finalist_json(const Finalist& finalist) {
  json object = {{"trial", finalist.trial},
                 {"state", std::string(to_string(finalist.state))},
                 {"metrics", metrics_json(finalist.measurement.metrics)},
                 {"energy", energy_json(finalist.measurement)},
                 {"seconds", number_json(finalist.measurement.seconds.value)},
                 {"reason", finalist.reason}};
  if (finalist.layers) object[kLayerEnergy] = layer_energy_to_json(*finalist.layers);
  return object;
}

json ledger_json(const energy::LedgerTotals& ledger, bool joules_known) {
  return {{"trials", joules_json(ledger.trials, joules_known)},
          {"overhead", joules_json(ledger.overhead, joules_known)},
          {"idle", joules_json(ledger.idle, joules_known)},
          {"total", joules_json(ledger.total, joules_known)}};
}

std::string json_text(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

}  // namespace wattle::search
