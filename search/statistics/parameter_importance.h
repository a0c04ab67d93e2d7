// SPDX-License-Identifier: MIT
// How much of a metric's variance over a space is due to each hyperparameter, and to pairs of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/space/search_space.h"
#include "search/statistics/functional_anova.h"

namespace wattle::search {

/// The share of one parameter, or of two together beyond what each does alone.
struct ParameterShare {
  std::string first;
  std::string second;               ///< empty for one alone
  double share = 0.0;               ///< of the variance, 0 to 1
  double standard_deviation = 0.0;  ///< over the forest's trees
};

struct ParameterImportance {
  std::vector<ParameterShare> shares;  ///< the largest first
  std::optional<double> explained;     ///< out-of-bag R squared: what the forest explains at all
  int n = 0;                           ///< observations
  std::string reason;                  ///< why there are no shares; else empty
};

/// Functional analysis of variance [Hutter2014] (functional_anova.h) over points of a space and
/// what was measured there: a loss for quality, log10 of joules for energy.
///
/// The variance is that over points as SearchSpace::draw_any draws them: each parameter uniform on
/// its scale, independent of the others. A parameter that is inactive has no effect there: it
/// counts for what it moves where it is active, times how often that is. Clauses and listed rows
/// are not looked at, so that the forest fills in what they leave out; of a space that they cut
/// down to little, the shares say little. Requires a value for each point; cost as
/// functional_anova.
ParameterImportance parameter_importance(const SearchSpace& space,
                                         const std::vector<Parameters>& points,
                                         std::span<const double> values,
                                         const FunctionalAnovaOptions& options, Rng& rng);

}  // namespace wattle::search
