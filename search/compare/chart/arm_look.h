// SPDX-License-Identifier: MIT
// What the charts of a comparison have in common: how arms are told apart, and what is shown of
// them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "search/compare/comparison_report.h"
#include "search/report/chart/rows.h"
#include "search/report/score.h"

namespace wattle::search {

/// Colour, line and dot: so that an arm is known without its colour, too. Colours repeat after
/// eight arms.
struct ArmLook {
  std::string colour;
  std::string line;  ///< ECharts' type of a line
  std::string symbol;
};
ArmLook arm_look(std::size_t arm);

/// An arm's line, which keeps y until the next row. It does not answer to the mouse: its dots do.
/// Rows: x, y.
ChartSeries arm_line(const std::string& arm, const ArmLook& look, nlohmann::json rows);
/// Dots on that line. Rows: x, y, and what else `tip` tells.
ChartSeries arm_dots(const std::string& arm, const ArmLook& look, nlohmann::json rows,
                     std::vector<TipLine> tip);

/// What the charts show of a loss: the goal's score, or, where its two objectives make a front,
/// the share of the box that the front dominates.
Score comparison_score(const ComparisonRecord& comparison);
double comparison_score_of(const Goal& goal, double loss);

/// A row (rows.h) of an estimate with its words.
EstimateRow estimate_row(const std::string& name, const std::string& text, const Estimate& estimate,
                         const std::string& colour);

/// " (estimate)" where joules are one, else empty.
std::string estimate_note(const ComparisonRecord& comparison);

}  // namespace wattle::search
