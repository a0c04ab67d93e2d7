// SPDX-License-Identifier: MIT
#include "search/scenario/goal_meaning.h"

#include <algorithm>
#include <string>

#include "search/trial/measurement.h"

namespace wattle::search {
namespace {

using nlohmann::json;

void check_ends(const json& reference, const std::string& member, Faults& faults) {
  const json& ends = reference.at(member);
  if (ends.size() == 2 && ends[0].get<double>() < ends[1].get<double>()) return;
  faults.push_back(
      fault_at("/goal/reference/" + member, ends, "two different numbers, the lower one first"));
}

/// Only the default bound, and the only metric that a lifetime changes.
bool bounds_joules(const json& goal) { return goal.at("bound_metric") == kTrainJoules; }

void check_bound(const json& goal, Faults& faults) {
  const json& at_most = goal.at("at_most");
  if (!bounds_joules(goal) || at_most.get<double>() > 0.0) return;
  faults.push_back(
      fault_at("/goal/at_most", at_most, "a number above 0: no trial takes less than no energy"));
}

void check_lifetime(const json& goal, const std::vector<std::string>& metrics, Faults& faults) {
  const json& lifetime = goal.at("lifetime");
  const std::string pointer = "/goal/lifetime";
  const bool answers = lifetime.at("requests").get<double>() > 0.0;
  if (!answers && lifetime.at("retrainings").get<double>() == 0.0) {
    faults.push_back(
        fault_at(pointer, lifetime, "retrainings or requests above 0: nothing else takes energy"));
  }
  if (goal.at("kind") == "within" && !bounds_joules(goal)) {
    faults.push_back(fault_at(pointer, lifetime,
                              "no lifetime with a bound on " +
                                  goal.at("bound_metric").get<std::string>() +
                                  ": only train_joules depend on it"));
  }
  const bool given = metrics.empty() ||
                     std::find(metrics.begin(), metrics.end(), kInferenceJoules) != metrics.end();
  if (answers && !given) {
    faults.push_back(fault_at(pointer + "/requests", lifetime.at("requests"),
                              std::string("0: this objective does not measure ") +
                                  kInferenceJoules + ", so that every trial would fail"));
  }
}

}  // namespace

Faults check_goal_energy(const json& goal, const std::vector<std::string>& metrics) {
  Faults faults;
  if (goal.contains("reference")) {
    check_ends(goal.at("reference"), "metric", faults);
    check_ends(goal.at("reference"), "joules", faults);
  }
  if (goal.at("kind") == "within") check_bound(goal, faults);
  if (goal.contains("lifetime")) check_lifetime(goal, metrics, faults);
  return faults;
}

}  // namespace wattle::search
