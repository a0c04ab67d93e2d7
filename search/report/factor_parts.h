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
std::vector<Value> levels_of(const Parameter& parameter, const Observations& observations);

/// Levels empty: levels_of are.
LevelComparison compare_levels(const Parameter& parameter, const Observations& observations);

/// An analysis of variance by some of `candidates`, the most important first, as factors_of says.
/// `candidates` must have levels_of; `quantity` is told of, `values` of the observations are
/// analysed. O(n c^2) for n observations and c cells, at most kMostTrials and kMostCells.
FactorAnova analyse_factors(const Design& design, const std::vector<const Parameter*>& candidates,
                            const Observations& observations);

/// Cells of an analysis of variance; a parameter that would make more is pooled.
inline constexpr std::size_t kMostCells = 125;

/// Spearman's rank correlation of joules with `macs`, `parameters` (of the model), and each
/// parameter that is a number, wherever there are kLeastPairs.
std::vector<JoulesCorrelation> joules_correlations(const Design& design, const Observations& joules,
                                                   std::uint64_t seed);

/// Of fewer pairs a correlation says nothing. A heuristic.
inline constexpr std::size_t kLeastPairs = 6;

}  // namespace wattle::search
