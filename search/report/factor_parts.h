// SPDX-License-Identifier: MIT
// The parts that factors.h is put together from.
#pragma once

#include <string>
#include <vector>

#include "search/report/factors.h"

namespace wattle::search {

/// The values that a parameter took, in the space's order where it lists them, else sorted; those
/// with fewer than kLeastOfLevel trials are left out. Empty where there were more than kMostLevels,
/// or fewer than two are left.
std::vector<Value> levels_of(const Parameter& parameter, const MeasuredTrials& measured);

/// Levels empty: levels_of are.
LevelComparison compare_levels(const Parameter& parameter, const MeasuredTrials& measured);

/// An analysis of variance by some of `candidates`, the first ones first, as factors_of says. It
/// has no cell of a level that levels_of leaves out. O(n c^2) for n trials and c cells, at most
/// kMostCells.
FactorAnova analyse_factors(const Design& design, const std::vector<const Parameter*>& candidates,
                            const MeasuredTrials& measured);

/// Cells of an analysis of variance; a parameter that would make more is pooled.
inline constexpr std::size_t kMostCells = 125;

/// Spearman's rank correlation of joules with `macs`, `parameters` (of the model), and each
/// parameter that is a number, wherever there are kLeastPairs.
std::vector<JoulesCorrelation> joules_correlations(const Design& design,
                                                   const MeasuredTrials& joules,
                                                   std::uint64_t seed);

/// Of fewer pairs a correlation says nothing. A heuristic.
inline constexpr std::size_t kLeastPairs = 6;

}  // namespace wattle::search
