// SPDX-License-Identifier: MIT
// Every kind of goal, with and without a lifetime, on the metric "value", to be minimised.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "search/trial/goal.h"

namespace wattle::test {

struct GoalCase {
  std::string name;
  nlohmann::json members;

  search::Goal goal() const {
    nlohmann::json json = {{"metric", "value"}, {"direction", "minimize"}};
    json.update(members);
    return search::Goal::from_json(json);
  }
};

inline void PrintTo(const GoalCase& each, std::ostream* out) { *out << each.name; }

/// With values of about 0.1 to 1, train_joules of 10 to 1000, inference_joules_per_1000 of 1 to 2.
inline std::vector<GoalCase> goal_cases() {
  const nlohmann::json life = {{"retrainings", 3}, {"requests", 1e5}};
  const nlohmann::json reference = {{"metric", {0.1, 0.7}}, {"joules", {10, 1000}}};
  return {{"best", {{"kind", "best"}}},
          {"weighted", {{"kind", "weighted"}, {"points_per_decade", 0.2}}},
          {"weighted_life", {{"kind", "weighted"}, {"points_per_decade", 0.2}, {"lifetime", life}}},
          {"equal", {{"kind", "equal"}}},
          {"equal_reference", {{"kind", "equal"}, {"reference", reference}}},
          {"equal_life", {{"kind", "equal"}, {"lifetime", life}}},
          {"within", {{"kind", "within"}, {"at_most", 100}}},
          {"within_life", {{"kind", "within"}, {"at_most", 400}, {"lifetime", life}}},
          {"within_seconds", {{"kind", "within"}, {"at_most", 5}, {"bound_metric", "seconds"}}},
          {"cheapest", {{"kind", "cheapest"}, {"at_most", 0.2}}},
          {"cheapest_life", {{"kind", "cheapest"}, {"at_most", 0.2}, {"lifetime", life}}},
          {"pareto", {{"kind", "pareto"}}},
          {"pareto_life", {{"kind", "pareto"}, {"lifetime", life}}}};
}

}  // namespace wattle::test
