// SPDX-License-Identifier: MIT
// How the arms of a comparison are told apart in its charts.
#pragma once

#include <cstddef>
#include <string>

#include "search/compare/comparison_report.h"
#include "search/report/score.h"

namespace wattle::search {

/// Colour, line and dot: so that an arm is known without its colour, too. They repeat after eight
/// arms.
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

/// " (estimate)" where joules are one, else empty.
std::string estimate_note(const ComparisonRecord& comparison);

}  // namespace wattle::search
