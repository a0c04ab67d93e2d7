// SPDX-License-Identifier: MIT
// What strategies are judged by in tests.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "search/trial/trial.h"

namespace wattle::test {

/// The least "value" of a complete trial.
inline double least_value(const search::History& history) {
  double least = std::numeric_limits<double>::infinity();
  for (const search::Trial& trial : history) {
    if (trial.state != search::TrialState::kComplete) continue;
    least = std::min(least, trial.measurement->metrics.at("value"));
  }
  return least;
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return 0.5 * (values[half] + values[(values.size() - 1) / 2]);
}

}  // namespace wattle::test
