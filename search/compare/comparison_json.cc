// SPDX-License-Identifier: MIT
#include <cmath>
#include <utility>

#include "search/compare/comparison_report.h"
#include "search/compare/verdicts.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kSchemaVersion = 1;

/// What is infinite has no number in JSON; null, as what is not there.
json number(double value) { return std::isfinite(value) ? json(value) : json(); }
json number(const std::optional<double>& value) { return value ? number(*value) : json(); }

json estimate(const Estimate& estimate) {
  json said = {{"value", number(estimate.value)}, {"low", nullptr}, {"high", nullptr}};
  if (estimate.interval) {
    said["low"] = number(estimate.interval->low);
    said["high"] = number(estimate.interval->high);
    said["confidence"] = estimate.interval->confidence;
    said["method"] = std::string(name_of(estimate.method));
  }
  if (!estimate.reason.empty()) said["reason"] = estimate.reason;
  return said;
}

json test(const SignificanceTest& test) {
  json said = {{"statistic", number(test.statistic)},
               {"p_value", number(test.p_value)},
               {"n", test.n},
               {"method", std::string(name_of(test.method))}};
  if (!test.reason.empty()) said["reason"] = test.reason;
  return said;
}

json band(const std::vector<double>& grid, const Band& band) {
  json points = json::array();
  for (Eigen::Index i = 0; i < band.center.size(); ++i) {
    points.push_back({grid[static_cast<std::size_t>(i)], number(band.center[i]),
                      number(band.low[i]), number(band.high[i])});
  }
  return points;
}

json best_so_far(const Trajectory& run) {
  json points = json::array();
  for (const TrajectoryPoint& point : run.points) {
    points.push_back({{"trials", point.trials},
                      {"joules", number(point.joules.value)},
                      {"seconds", number(point.seconds.value)},
                      {"loss", number(point.loss)},
                      {"metric", number(point.metric)}});
  }
  return points;
}

json arms_json(const ComparisonRecord& comparison) {
  json arms = json::array();
  for (const PlannedRun& run : comparison.plan.runs) {
    const ArmFindings& arm = comparison.findings.arms[run.arm];
    const Trajectory& course = arm.repeats[static_cast<std::size_t>(run.repeat)];
    arms.push_back({{"strategy", arm.name},
                    {"repeat", run.repeat},
                    {"seed", run.seed},
                    {"best_so_far", best_so_far(course)},
                    {"ledger",
                     {{"trials", number(course.trials.value)},
                      {"overhead", number(course.overhead.value)},
                      {"wasted", number(course.wasted.value)},
                      {"reused_trials", course.reused}}}});
  }
  return arms;
}

json summaries_json(const ComparisonFindings& findings) {
  json summaries = json::array();
  for (const ArmFindings& arm : findings.arms) {
    summaries.push_back(
        {{"strategy", arm.name},
         {"again", arm.again},
         {"final_metric", estimate(arm.final_metric)},
         {"joules", findings.joules_known ? estimate(arm.joules) : json()},
         {"overhead_share", findings.joules_known ? number(arm.overhead_share) : json()},
         {"wasted_share", findings.joules_known ? number(arm.wasted_share) : json()},
         {"loss_over_joules", band(findings.grid.joules, arm.loss_over_joules)},
         {"loss_over_trials", band(findings.grid.trials, arm.loss_over_trials)},
         {"loss_over_seconds", band(findings.grid.seconds, arm.loss_over_seconds)}});
  }
  return summaries;
}

json box_json(const ComparisonFindings& findings) {
  if (!findings.box) return nullptr;
  return {{"best", findings.box->best}, {"worst", findings.box->worst}};
}

json target_json(const ComparisonFindings& findings) {
  json arms = json::array();
  for (const ArmFindings& arm : findings.arms) {
    json runs = json::array();
    for (const RunToTarget& run : arm.to_target) {
      runs.push_back({{"joules", number(run.spent)}, {"reached", run.reached}});
    }
    arms.push_back({{"strategy", arm.name},
                    {"studies", std::move(runs)},
                    {"reached", arm.survival.reached},
                    {"median", estimate(arm.median_to_target)},
                    {"expected", estimate(arm.mean_to_target)}});
  }
  json ratios = json::array();
  for (const PairFindings& pair : findings.pairs) {
    ratios.push_back({{"of", findings.arms[pair.first].name},
                      {"over", findings.arms[pair.second].name},
                      {"ratio", estimate(pair.energy_ratio)}});
  }
  return {{"metric", findings.goal.metric()},
          {"target", number(findings.target)},
          {"target_chosen", findings.target_chosen},
          {"arms", std::move(arms)},
          {"ratios", std::move(ratios)}};
}

json pair_json(const ComparisonFindings& findings, const PairFindings& pair) {
  return {{"first", findings.arms[pair.first].name},
          {"second", findings.arms[pair.second].name},
          {"final_loss",
           {{"wilcoxon", test(pair.final_loss.test)},
            {"holm_p_value", number(pair.final_adjusted)},
            {"shift", estimate(pair.final_loss.shift)},
            {"a12", estimate(pair.superiority.a12)},
            {"cliffs_delta", estimate(pair.superiority.cliffs_delta)},
            {"magnitude", std::string(name_of(pair.superiority.magnitude))}}},
          {"mean_loss_over_joules",
           {{"wilcoxon", test(pair.mean_loss.test)},
            {"holm_p_value", number(pair.mean_adjusted)},
            {"shift", estimate(pair.mean_loss.shift)}}},
          {"at_equal_joules",
           {{"wins", pair.at_equal_joules.wins},
            {"ties", pair.at_equal_joules.ties},
            {"losses", pair.at_equal_joules.losses},
            {"win_rate", estimate(pair.at_equal_joules.rate)}}}};
}

json tests_json(const ComparisonFindings& findings) {
  json pairs = json::array();
  for (const PairFindings& pair : findings.pairs) pairs.push_back(pair_json(findings, pair));
  json groups = json::array();
  for (const auto& group : findings.nemenyi.groups) {
    json names = json::array();
    for (const std::size_t arm : group) names.push_back(findings.arms[arm].name);
    groups.push_back(std::move(names));
  }
  return {{"level", kComparisonLevel},
          {"friedman",
           {{"chi_squared", test(findings.friedman.chi_squared)},
            {"f", test(findings.friedman.f)},
            {"average_ranks", findings.friedman.average_ranks},
            {"agreement", number(findings.friedman.agreement)}}},
          {"nemenyi",
           {{"critical_difference", number(findings.nemenyi.critical_difference)},
            {"groups", std::move(groups)}}},
          {"pairs", std::move(pairs)}};
}

}  // namespace

json comparison_json(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  json context = comparison.context;
  context["scenario"] = comparison.scenario;
  json said = {{"schema_version", kSchemaVersion},
               {"context", std::move(context)},
               {"arms", arms_json(comparison)},
               {"energy_to_target", nullptr},
               {"tests", nullptr},
               {"verdicts", verdicts(findings)}};
  if (!findings.refused.empty()) return said;
  said["estimated"] = findings.joules_known ? json(findings.estimated) : json();
  said["target"] = number(findings.target);
  said["front_box"] = box_json(findings);
  said["summaries"] = summaries_json(findings);
  said["tests"] = tests_json(findings);
  if (findings.joules_known) said["energy_to_target"] = target_json(findings);
  return said;
}

}  // namespace wattle::search
