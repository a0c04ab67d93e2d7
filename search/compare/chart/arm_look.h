// SPDX-License-Identifier: MIT
// What the charts of a comparison have in common: how arms are told apart, and what is shown of
// them.
#pragma once

#include <cstddef>
#include <string>

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
