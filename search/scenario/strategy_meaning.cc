// SPDX-License-Identifier: MIT
#include "search/scenario/strategy_meaning.h"

#include <string>
#include <vector>

#include "search/space/json_place.h"

namespace wattle::search {

using nlohmann::json;

Faults check_acquisition(const json& strategy, const json& goal) {
  Faults faults;
  const std::string acquisition = strategy.value("acquisition", "expected_improvement");
  const bool front = goal.at("kind") == "pareto";
  if (front && acquisition == "confidence_bound") {
    faults.push_back(fault_at("/strategy/acquisition", acquisition,
                              "expected_improvement or thompson: a front has no bound"));
  }
  if (front && acquisition == "probability_of_improvement") {
    faults.push_back(
        fault_at("/strategy/acquisition", acquisition,
                 "expected_improvement or thompson: a front has no one value to improve on"));
  }
  if (strategy.value("per_joule", false) && acquisition != "expected_improvement") {
    faults.push_back(fault_at("/strategy/per_joule", true,
                              "false with " + acquisition +
                                  ": only an expected improvement can be "
                                  "divided by joules"));
  }
  return faults;
}

Faults check_length_scales(const json& strategy, const json& space) {
  Faults faults;
  const auto written = strategy.find("length_scales");
  if (written == strategy.end()) return faults;
  std::vector<std::string> varying;
  for (const auto& [name, parameter] : space.items()) {
    if (parameter.at("type") != "constant") varying.push_back(name);
  }
  for (const auto& [name, length] : written->items()) {
    const std::string pointer = child_pointer("/strategy/length_scales", name);
    if (!space.contains(name)) {
      faults.push_back(fault_at(pointer, length, "the name of a parameter of the space",
                                nearest_of(name, varying)));
    } else if (space.at(name).at("type") == "constant") {
      faults.push_back(
          fault_at(pointer, length, "a parameter that varies: " + name + " is a constant"));
    }
  }
  if (strategy.value("warp_inputs", false)) {
    faults.push_back(fault_at("/strategy/warp_inputs", true,
                              "false with length_scales, which are of inputs as they are"));
  }
  return faults;
}

}  // namespace wattle::search
