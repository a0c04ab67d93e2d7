// SPDX-License-Identifier: MIT
#include "search/compare/chart/reached_chart.h"

#include <algorithm>
#include <cmath>

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

ChartSeries curve(const ArmFindings& arm, const ArmLook& look, double from) {
  json rows = json::array({{drawn_number(from), 0.0}});
  for (const SurvivalStep& step : arm.survival.steps) {
    rows.push_back({drawn_number(std::max(step.spent, from)), drawn_number(1.0 - step.surviving)});
  }
  const double last = arm.survival.surviving(arm.survival.furthest);
  rows.push_back({drawn_number(arm.survival.furthest), drawn_number(1.0 - last)});
  return {{{"type", "line"},
           {"name", arm.name},
           {"data", rows},
           {"step", "end"},
           {"symbol", look.symbol},
           {"showSymbol", false},
           {"silent", true},
           {"itemStyle", {{"color", look.colour}}},
           {"lineStyle", {{"color", look.colour}, {"width", 2}, {"type", look.line}}}},
          {}};
}

/// Rows: joules, share, words.
ChartSeries steps(const ArmFindings& arm, const ArmLook& look, double from) {
  json rows = json::array();
  int reached = 0;
  for (const SurvivalStep& step : arm.survival.steps) {
    reached += step.reached;
    rows.push_back({drawn_number(std::max(step.spent, from)), drawn_number(1.0 - step.surviving),
                    arm.name + ": " + std::to_string(reached) + " of " +
                        std::to_string(arm.survival.runs) + " studies"});
  }
  return {{{"type", "scatter"},
           {"name", arm.name},
           {"data", rows},
           {"symbol", look.symbol},
           {"symbolSize", 7},
           {"z", 3},
           {"itemStyle", {{"color", look.colour}, {"borderColor", "@panel"}, {"borderWidth", 1}}}},
          {{"", 2, "text"}, {"joules", 0, "joules"}, {"share that got there", 1, "number"}}};
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
    figure.series.push_back(curve(arm, look, from));
    figure.series.push_back(steps(arm, look, from));
    int reached = 0;
    for (const SurvivalStep& step : arm.survival.steps) {
      reached += step.reached;
      figure.numbers.rows.push_back(
          {arm.name, joules_text(Joules(step.spent)), std::to_string(reached)});
    }
  }
  figure.option["legend"] = {{"data", names}};
  return figure;
}

}  // namespace wattle::search
