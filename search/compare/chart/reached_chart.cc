// SPDX-License-Identifier: MIT
#include "search/compare/chart/reached_chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/compare/chart/arm_look.h"
#include "search/report/chart/plane.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Of everything that the curves show above zero joules.
DataRange range_of(const ComparisonFindings& findings) {
  DataRange range{HUGE_VAL, 0.0};
  for (const ArmFindings& arm : findings.arms) {
    for (const RunToTarget& run : arm.to_target) {
      if (run.spent <= 0.0) continue;
      range.low = std::min(range.low, run.spent);
      range.high = std::max(range.high, run.spent);
    }
  }
  if (range.high <= 0.0) return {0.0, 1.0};
  return range;
}

/// Where studies reached the target.
struct ReachedStep {
  double spent = 0.0;  ///< joules
  double share = 0.0;  ///< estimated, of the studies that got there by then
  int studies = 0;     ///< that got there by then
};

std::vector<ReachedStep> reached_steps(const ArmFindings& arm) {
  std::vector<ReachedStep> reached;
  int studies = 0;
  for (const SurvivalStep& step : arm.survival.steps) {
    studies += step.reached;
    reached.push_back({step.spent, 1.0 - step.surviving, studies});
  }
  return reached;
}

ChartSeries curve(const ArmFindings& arm, const std::vector<ReachedStep>& reached,
                  const ArmLook& look, double from) {
  json rows = json::array({{drawn_number(from), 0.0}});
  for (const ReachedStep& step : reached) {
    rows.push_back({drawn_number(std::max(step.spent, from)), drawn_number(step.share)});
  }
  const double last = arm.survival.surviving(arm.survival.furthest);
  rows.push_back({drawn_number(arm.survival.furthest), drawn_number(1.0 - last)});
  return arm_line(arm.name, look, std::move(rows));
}

/// Rows: joules, share, words.
ChartSeries steps(const ArmFindings& arm, const std::vector<ReachedStep>& reached,
                  const ArmLook& look, double from) {
  json rows = json::array();
  for (const ReachedStep& step : reached) {
    rows.push_back({drawn_number(std::max(step.spent, from)), drawn_number(step.share),
                    arm.name + ": " + std::to_string(step.studies) + " of " +
                        std::to_string(arm.survival.runs) + " studies"});
  }
  ChartSeries dots =
      arm_dots(arm.name, look, std::move(rows),
               {{"", 2, "text"}, {"joules", 0, "joules"}, {"share that got there", 1, "number"}});
  dots.series["z"] = 3;
  return dots;
}

}  // namespace

ChartFigure reached_chart(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  const DataRange range = range_of(findings);
  const bool logarithmic = wants_logarithm(range.low, range.high);
  const ChartAxis x{"joules spent" + estimate_note(comparison), true, logarithmic, false};
  ChartFigure figure;
  figure.id = "reached";
  figure.title = "Studies that reached the target, by energy spent";
  figure.caption = "The target is " + findings.goal.metric() + " " + number_text(findings.target) +
                   ". Estimated by Kaplan and Meier, who count a study that ended without it as "
                   "one that might still have got there.";
  figure.option = plane_option(x, range, {"share of the studies", false, false, false}, {});
  if (!logarithmic) figure.option["xAxis"]["min"] = 0;
  figure.option["yAxis"]["min"] = 0;
  figure.option["yAxis"]["max"] = 1;
  figure.numbers = {{"arm", "joules", "studies at the target"}, {}, 1};
  json names = json::array();
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    const ArmLook look = arm_look(i);
    const double from = logarithmic ? range.low : 0.0;
    names.push_back(arm.name);
    const std::vector<ReachedStep> reached = reached_steps(arm);
    figure.series.push_back(curve(arm, reached, look, from));
    figure.series.push_back(steps(arm, reached, look, from));
    for (const ReachedStep& step : reached) {
      figure.numbers.rows.push_back(
          {arm.name, joules_text(Joules(step.spent)), std::to_string(step.studies)});
    }
  }
  figure.option["legend"] = {{"data", names}};
  return figure;
}

}  // namespace wattle::search
