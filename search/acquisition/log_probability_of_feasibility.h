// SPDX-License-Identifier: MIT
// How likely a constraint holds, in log space.
#pragma once

#include "search/acquisition/log_expected_improvement.h"

namespace wattle::search {

/// log P(Y <= limit) for Y ~ N(mean, variance) = log Phi((limit - mean) / sqrt(variance)).
/// Requires variance > 0; finite while |limit - mean| < 1e150 sqrt(variance).
NormalFunction log_probability_of_feasibility(double mean, double variance, double limit);

}  // namespace wattle::search
