// SPDX-License-Identifier: MIT
#include "search/report/trial_json.h"

#include <cmath>

namespace wattle::search {

using nlohmann::json;

json number_json(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json metrics_json(const Metrics& metrics) {
  json object = json::object();
  for (const auto& [name, value] : metrics) object[name] = number_json(value);
  return object;
}

json energy_json(const Measurement& measurement) {
  const energy::EnergyReading& reading = measurement.energy;
  const auto joules_json = [&](Joules joules) {
    return reading.source == energy::Source::kUnknown ? json(nullptr) : number_json(joules.value);
  };
  return {{"joules", joules_json(reading.joules)},
          {"low", joules_json(reading.low)},
          {"high", joules_json(reading.high)},
          {"source", std::string(energy::to_string(reading.source))},
          {"domains", reading.domains},
          {"shared", reading.shared},
          {"gross_joules", joules_json(measurement.gross_joules)}};
}

json step_json(const Step& step) {
  return {{"step", step.step},
          {"metrics", metrics_json(step.metrics)},
          {"joules", number_json(step.joules.value)},
          {"seconds", number_json(step.seconds.value)}};
}

json trial_json(const Trial& trial) {
  json steps = json::array();
  for (const Step& step : trial.steps) steps.push_back(step_json(step));
  json object = {{"number", trial.number},
                 {"state", std::string(to_string(trial.state))},
                 {"parameters", trial.parameters.json()},
                 {"metrics", json::object()},
                 {"energy", nullptr},
                 {"seconds", nullptr},
                 {"started_at", number_json(trial.started_at.value)},
                 {"ended_at", nullptr},
                 {"steps", std::move(steps)},
                 {"reason", trial.reason}};
  if (is_ended(trial.state)) object["ended_at"] = number_json(trial.ended_at.value);
  if (trial.measurement) {
    object["metrics"] = metrics_json(trial.measurement->metrics);
    object["energy"] = energy_json(*trial.measurement);
    object["seconds"] = number_json(trial.measurement->seconds.value);
  }
  return object;
}

json finalist_json(const Finalist& finalist) {
  return {{"trial", finalist.trial},
          {"state", std::string(to_string(finalist.state))},
          {"metrics", metrics_json(finalist.measurement.metrics)},
          {"energy", energy_json(finalist.measurement)},
          {"seconds", number_json(finalist.measurement.seconds.value)},
          {"reason", finalist.reason}};
}

json ledger_json(const energy::LedgerTotals& ledger) {
  return {{"trials", number_json(ledger.trials.value)},
          {"overhead", number_json(ledger.overhead.value)},
          {"idle", number_json(ledger.idle.value)},
          {"total", number_json(ledger.total.value)}};
}

std::string json_text(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

}  // namespace wattle::search
