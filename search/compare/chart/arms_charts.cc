// SPDX-License-Identifier: MIT
#include "search/compare/chart/arms_charts.h"

#include <algorithm>

#include "energy/text/join.h"
#include "search/compare/chart/arm_look.h"
#include "search/compare/summary_tables.h"
#include "search/report/chart/bars.h"
#include "search/report/chart/rows.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// The arms' indices, the best rank first.
std::vector<std::size_t> by_rank(const std::vector<double>& ranks) {
  std::vector<std::size_t> order(ranks.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  return order;
}

std::string members(const ComparisonFindings& findings, const std::vector<std::size_t>& group) {
  std::vector<std::string> names;
  names.reserve(group.size());
  for (const std::size_t arm : group) names.push_back(findings.arms[arm].name);
  return join(names, ", ");
}

}  // namespace

ChartFigure results_chart(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  const std::string& metric = findings.goal.metric();
  ChartFigure figure;
  figure.id = "results";
  figure.title = "At the end of the budget";
  figure.caption =
      std::string("A pale dot is a study, the strong one their median with its 95 % ") +
      "interval. " + (findings.goal.maximise() ? "Higher is better." : "Lower is better.");
  figure.numbers = {{"arm", "study", metric}, {}, 1};
  std::vector<EstimateRow> rows;
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    EstimateRow row =
        estimate_row(arm.name, result_text(arm.final_metric), arm.final_metric, arm_look(i).colour);
    for (std::size_t repeat = 0; repeat < arm.repeats.size(); ++repeat) {
      const double value = arm.repeats[repeat].final_metric();
      const std::string study = std::to_string(repeat + 1);
      row.observations.push_back(
          {value, arm.name + ", study " + study + ": " + number_text(value)});
      figure.numbers.rows.push_back({arm.name, study, number_text(value)});
    }
    rows.push_back(std::move(row));
  }
  draw_rows(rows, {metric, false, false, false}, std::nullopt, figure);
  return figure;
}

ChartFigure expected_energy_chart(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  ChartFigure figure;
  figure.id = "expected-energy";
  figure.title = "What the target costs";
  figure.caption =
      "Joules of all studies of an arm over those that reached the target, with the 95 % interval.";
  figure.numbers = {{"arm", "joules to the target, expected"}, {}, 1};
  std::vector<EstimateRow> rows;
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    const std::string text = joules_estimate_text(arm.mean_to_target);
    rows.push_back(estimate_row(arm.name, text, arm.mean_to_target, arm_look(i).colour));
    figure.numbers.rows.push_back({arm.name, text});
  }
  const DataRange range = range_of(rows, std::nullopt, false);
  const ChartAxis x{"joules" + estimate_note(comparison), true,
                    wants_logarithm(range.low, range.high), false};
  draw_rows(rows, x, std::nullopt, figure);
  return figure;
}

ChartFigure spending_chart(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  ChartFigure figure;
  figure.id = "spending";
  figure.title = "Joules of a study";
  figure.caption =
      "The mean over an arm's studies, of which the search itself and trials that did not complete "
      "took the shares behind it. Joules of trials that another arm had run are counted for each.";
  figure.numbers = {{"arm", "joules", "the search itself", "trials that did not complete"}, {}, 1};
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    Joules all;
    for (const Trajectory& run : arm.repeats) all += run.joules();
    const Joules mean = all / static_cast<double>(arm.repeats.size());
    const std::string joules = joules_text(mean);
    const std::string overhead = percent_text(arm.overhead_share);
    const std::string wasted = percent_text(arm.wasted_share);
    std::string text = joules;
    text.append(" (search ").append(overhead).append(", not completed ").append(wasted).append(")");
    bars.push_back({arm.name, mean.value, text, arm_look(i).colour});
    figure.numbers.rows.push_back({arm.name, joules, overhead, wasted});
  }
  draw_bars(bars, figure);
  return figure;
}

ChartFigure ranks_chart(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  const std::vector<double>& ranks = findings.friedman.average_ranks;
  ChartFigure figure;
  figure.id = "ranks";
  figure.title = "Average ranks at the end of the budget";
  if (ranks.empty()) return figure;
  const double critical = findings.nemenyi.critical_difference;
  figure.caption =
      "1 is the best of a repeat. Arms whose ranks are further apart than the critical difference "
      "differ (Nemenyi, level " +
      number_text(kComparisonLevel) + ").";
  figure.numbers = {{"arm", "average rank"}, {}, 1};
  std::vector<EstimateRow> rows;
  if (critical > 0.0) {
    rows.push_back(
        {"critical difference", number_text(critical, 3), {}, 1.0, 1.0 + critical, "@quiet", {}});
  }
  for (const std::size_t arm : by_rank(ranks)) {
    const std::string text = number_text(ranks[arm], 3);
    rows.push_back({findings.arms[arm].name, text, ranks[arm], {}, {}, arm_look(arm).colour, {}});
    figure.numbers.rows.push_back({findings.arms[arm].name, text});
  }
  for (const auto& group : findings.nemenyi.groups) {
    rows.push_back({members(findings, group),
                    "no difference shown",
                    {},
                    ranks[group.front()],
                    ranks[group.back()],
                    "@ink",
                    {}});
  }
  draw_rows(rows, {"average rank", false, false, false}, std::nullopt, figure);
  return figure;
}

}  // namespace wattle::search
