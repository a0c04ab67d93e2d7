// SPDX-License-Identifier: MIT
#include "search/trial/stopping.h"

#include <sstream>

namespace wattle::search {

Stopping Stopping::from_json(const nlohmann::json& stop) {
  Stopping stopping;
  if (stop.contains("target")) stopping.target = stop["target"].get<double>();
  if (stop.contains("gain_per_joule")) {
    const nlohmann::json& rule = stop["gain_per_joule"];
    stopping.gain_per_joule = GainRule{rule.at("below").get<double>(), rule.at("in_a_row")};
  }
  return stopping;
}

bool meets_target(const Trial& trial, const Goal& goal, double target) {
  if (!goal.ranks(trial) || !goal.feasible(trial.measurement->metrics)) return false;
  const double value = trial.measurement->metrics.at(goal.metric());
  return goal.maximise() ? value >= target : value <= target;
}

std::string target_reached(const Trial& trial, const Goal& goal, double target) {
  std::ostringstream text;
  text << kTargetReached << ": " << goal.metric() << " "
       << trial.measurement->metrics.at(goal.metric()) << " in trial " << trial.number
       << ", wanted " << target;
  return text.str();
}

}  // namespace wattle::search
