// SPDX-License-Identifier: MIT
#include "search/scenario/table_meaning.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "search/trial/finalist_plan.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kEnergyGoals{"weighted", "equal", "cheapest", "pareto"};

constexpr const char* kNoJoules = "; objective.joules names no column, so no energy is known";

/// A goal on the metric `train_joules` is told with the metrics.
void check_goal(const json& goal, Faults& faults) {
  const std::string kind = goal.at("kind");
  if (std::find(kEnergyGoals.begin(), kEnergyGoals.end(), kind) == kEnergyGoals.end()) return;
  static const json::json_pointer retrainings("/lifetime/retrainings");
  if (goal.value(retrainings, 1.0) == 0.0) return;  // E is that of answers alone
  faults.push_back(missing_at("/objective/joules",
                              "the name of the column of joules: a goal " + kind + " needs them"));
}

void check_without_joules(const json& document, const Faults& known, Faults& faults) {
  const auto sound = [&](const char* member) {
    return document.contains(member) && !has_fault_within(known, std::string("/") + member);
  };
  if (document.at("objective").contains("coverage")) {
    faults.push_back(fault_at("/objective/coverage", document.at("objective").at("coverage"),
                              std::string("no coverage") + kNoJoules));
  }
  if (sound("goal")) check_goal(document.at("goal"), faults);
  if (sound("budget") && document.at("budget").contains("joules")) {
    faults.push_back(fault_at("/budget/joules", document.at("budget").at("joules"),
                              std::string("a budget of trials or seconds") + kNoJoules));
  }
  if (sound("pruner") && document.at("pruner").at("kind") == "energy") {
    faults.push_back(fault_at("/pruner/kind", "energy", std::string("another pruner") + kNoJoules));
  }
  if (sound("strategy") && document.at("strategy").value("per_joule", false)) {
    faults.push_back(fault_at("/strategy/per_joule", true, std::string("false") + kNoJoules));
  }
}

}  // namespace

Faults check_table(const json& document, const Faults& faults) {
  Faults found;
  if (!document.at("objective").contains("joules")) check_without_joules(document, faults, found);
  if (!has_fault_within(faults, "/finalists") &&
      FinalistPlan::from_json(document.value("finalists", json(0))).count != 0) {
    found.push_back(fault_at("/finalists", document.at("finalists"),
                             "0: nothing that was recorded can be measured again"));
  }
  return found;
}

}  // namespace wattle::search
