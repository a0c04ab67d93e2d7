// SPDX-License-Identifier: MIT
#include "search/store/record_json.h"

#include <cmath>
#include <limits>

namespace wattle::search {

nlohmann::json metrics_to_json(const Metrics& metrics) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : metrics) {
    json[name] = std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
  }
  return json;
}

Metrics metrics_from_json(const nlohmann::json& json) {
  Metrics metrics;
  for (const auto& [name, value] : json.items()) {
    metrics[name] =
        value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
  }
  return metrics;
}

nlohmann::json energy_to_json(const energy::EnergyReading& energy) {
  return {{"joules", energy.joules.value},
          {"low", energy.low.value},
          {"high", energy.high.value},
          {"domains", energy.domains},
          {"source", energy::to_string(energy.source)},
          {"shared", energy.shared},
          {"window_seconds", energy.window.value}};
}

energy::EnergyReading energy_from_json(const nlohmann::json& json) {
  energy::EnergyReading energy;
  energy.joules = Joules(json.at("joules").get<double>());
  energy.low = Joules(json.at("low").get<double>());
  energy.high = Joules(json.at("high").get<double>());
  energy.domains = json.at("domains").get<std::vector<std::string>>();
  const auto source = energy::source_from_string(json.at("source").get<std::string>());
  energy.source = source.value_or(energy::Source::kEstimated);
  energy.shared = json.at("shared").get<bool>();
  energy.window = Seconds(json.at("window_seconds").get<double>());
  return energy;
}

nlohmann::json measurement_to_json(const Measurement& measurement) {
  nlohmann::json json = {{"metrics", metrics_to_json(measurement.metrics)},
                         {"energy", energy_to_json(measurement.energy)},
                         {"gross_joules", measurement.gross_joules.value},
                         {"seconds", measurement.seconds.value}};
  if (!measurement.retried_after.empty()) json["retried_after"] = measurement.retried_after;
  return json;
}

Measurement measurement_from_json(const nlohmann::json& json) {
  Measurement measurement;
  measurement.metrics = metrics_from_json(json.at("metrics"));
  measurement.energy = energy_from_json(json.at("energy"));
  measurement.gross_joules = Joules(json.at("gross_joules").get<double>());
  measurement.seconds = Seconds(json.at("seconds").get<double>());
  measurement.retried_after = json.value("retried_after", std::string());
  return measurement;
}

}  // namespace wattle::search
