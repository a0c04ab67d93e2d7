// SPDX-License-Identifier: MIT
#include "search/compare/chart/arm_look.h"

#include <array>
#include <utility>

namespace wattle::search {

ArmLook arm_look(std::size_t arm) {
  constexpr std::size_t kColours = 8;
  static const std::array<const char*, 3> kLines{"solid", "dashed", "dotted"};
  static const std::array<const char*, 4> kSymbols{"circle", "rect", "triangle", "diamond"};
  return {"@arm-" + std::to_string(arm % kColours), kLines.at(arm % kLines.size()),
          kSymbols.at(arm % kSymbols.size())};
}

ChartSeries arm_line(const std::string& arm, const ArmLook& look, nlohmann::json rows) {
  return {{{"type", "line"},
           {"name", arm},
           {"data", std::move(rows)},
           {"step", "end"},
           {"symbol", look.symbol},
           {"showSymbol", false},
           {"silent", true},
           {"itemStyle", {{"color", look.colour}}},
           {"lineStyle", {{"color", look.colour}, {"width", 2}, {"type", look.line}}}},
          {}};
}

ChartSeries arm_dots(const std::string& arm, const ArmLook& look, nlohmann::json rows,
                     std::vector<TipLine> tip) {
  return {{{"type", "scatter"},
           {"name", arm},
           {"data", std::move(rows)},
           {"symbol", look.symbol},
           {"symbolSize", 7},
           {"itemStyle", {{"color", look.colour}, {"borderColor", "@panel"}, {"borderWidth", 1}}}},
          std::move(tip)};
}

Score comparison_score(const ComparisonRecord& comparison) {
  const Goal& goal = comparison.findings.goal;
  if (goal.seeks_front()) return {"share of the box dominated", true, false};
  return score_of(comparison.scenario.at("goal"), goal);
}

double comparison_score_of(const Goal& goal, double loss) {
  return goal.seeks_front() ? 1.0 - loss : score_of_loss(goal, loss);
}

EstimateRow estimate_row(const std::string& name, const std::string& text, const Estimate& estimate,
                         const std::string& colour) {
  EstimateRow row{name, text, estimate.value, {}, {}, colour, {}};
  if (estimate.interval) {
    row.low = estimate.interval->low;
    row.high = estimate.interval->high;
  }
  return row;
}

std::string estimate_note(const ComparisonRecord& comparison) {
  return comparison.findings.estimated ? " (estimate)" : "";
}

}  // namespace wattle::search
