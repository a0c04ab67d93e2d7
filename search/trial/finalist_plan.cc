// SPDX-License-Identifier: MIT
#include "search/trial/finalist_plan.h"

namespace wattle::search {

FinalistPlan FinalistPlan::from_json(const nlohmann::json& finalists) {
  FinalistPlan plan;
  if (!finalists.is_object()) {
    plan.count = finalists.get<int>();
    return plan;
  }
  plan.count = finalists.value("count", plan.count);
  plan.profile = finalists.value("profile", plan.profile);
  return plan;
}

}  // namespace wattle::search
