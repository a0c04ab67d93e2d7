// SPDX-License-Identifier: MIT
#include "search/scenario/finalists_meaning.h"

#include <string>

#include "search/trial/finalist_plan.h"

namespace wattle::search {

Faults check_finalists(const nlohmann::json& finalists, const nlohmann::json& objective) {
  const FinalistPlan plan = FinalistPlan::from_json(finalists);
  if (!plan.profile) return {};
  const auto refused = [](const std::string& why) {
    return Faults{fault_at("/finalists/profile", true, "false: " + why)};
  };
  if (plan.count == 0) {
    return refused("no winner is measured again, after which its layers would be");
  }
  if (objective.is_object() && objective.at("kind") != "train") {
    return refused("a " + objective.at("kind").get<std::string>() +
                   " objective trains no model whose layers could be measured");
  }
  return {};
}

}  // namespace wattle::search
