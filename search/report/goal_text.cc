// SPDX-License-Identifier: MIT
#include "search/report/findings.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

std::string member_text(const nlohmann::json& object, const char* member) {
  return object.contains(member) ? value_text(object.at(member)) : std::string("n/a");
}

/// "0.5 to 0.9"; the ends the other way round when `falling`.
std::string ends_text(const nlohmann::json& ends, bool falling) {
  if (!ends.is_array() || ends.size() != 2) return "n/a";
  return value_text(ends[falling ? 1 : 0]) + " to " + value_text(ends[falling ? 0 : 1]);
}

std::string equal_text(const nlohmann::json& goal, const std::string& metric, bool maximise) {
  const std::string both = metric + " and energy of equal importance: ";
  if (goal.contains("reference")) {
    const nlohmann::json& reference = goal.at("reference");
    return both + metric + " from " +
           ends_text(reference.value("metric", nlohmann::json()), !maximise) +
           " is worth joules from " + ends_text(reference.value("joules", nlohmann::json()), true);
  }
  if (!maximise) return both + "halving " + metric + " is worth halving the joules";
  if (metric.ends_with("accuracy")) {
    return both + "halving the error 1 - " + metric + " is worth halving the joules";
  }
  return both + "doubling " + metric + " is worth halving the joules";
}

/// "12 trainings", "1 request"
std::string counted_text(const nlohmann::json& object, const char* member,
                         const std::string& noun) {
  const bool one = object.contains(member) && object.at(member) == 1;
  return member_text(object, member) + " " + noun + (one ? "" : "s");
}

std::string lifetime_text(const nlohmann::json& goal) {
  if (!goal.contains("lifetime")) return {};
  const nlohmann::json& lifetime = goal.at("lifetime");
  return "; the energy is that of " + counted_text(lifetime, "retrainings", "training") + " and " +
         counted_text(lifetime, "requests", "request");
}

std::string wanted_text(const nlohmann::json& goal) {
  const std::string kind = goal.value("kind", "best");
  const std::string metric = goal.value("metric", "");
  const bool maximise = goal.value("direction", "maximize") == "maximize";
  std::string best_metric = (maximise ? "the highest " : "the lowest ") + metric;
  if (kind == "weighted") {
    return best_metric + ", where ten times the energy must buy " +
           member_text(goal, "points_per_decade") + " of it";
  }
  if (kind == "equal") return equal_text(goal, metric, maximise);
  if (kind == "within") {
    const std::string bounded = goal.value("bound_metric", kTrainJoules);
    return best_metric + " with " + (goal.contains("lifetime") ? "joules" : bounded) + " at most " +
           member_text(goal, "at_most");
  }
  if (kind == "cheapest") {
    return "the least energy with " + metric +
           (maximise ? " at least " + member_text(goal, "at_least")
                     : " at most " + member_text(goal, "at_most"));
  }
  if (kind == "pareto") return "the front of " + best_metric + " and the least energy";
  return best_metric;
}

}  // namespace

std::string goal_text(const nlohmann::json& goal) {
  return wanted_text(goal) + lifetime_text(goal);
}

}  // namespace wattle::search
