// SPDX-License-Identifier: MIT
#include "search/acquisition/log_probability_of_feasibility.h"

#include <cmath>

#include "search/acquisition/normal.h"

namespace wattle::search {

NormalFunction log_probability_of_feasibility(double mean, double variance, double limit) {
  const double s = std::sqrt(variance);
  const double z = (limit - mean) / s;
  const double slope = normal_density_over_distribution(z);
  return {log_normal_distribution(z), -slope / s, -0.5 * slope * z / variance};
}

}  // namespace wattle::search
