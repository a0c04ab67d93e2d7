// SPDX-License-Identifier: MIT
#include "search/acquisition/log_expected_improvement.h"

#include <cmath>

#include "search/acquisition/normal.h"

namespace wattle::search {

NormalFunction log_expected_improvement(double mean, double variance, double best) {
  const double s = std::sqrt(variance);
  const LogH h = log_h((best - mean) / s);
  // EI = s h(z): dEI/dmean = -Phi(z) and dEI/ds = phi(z).
  return {h.value + std::log(s), -h.distribution_over_h / s, 0.5 * h.density_over_h / variance};
}

}  // namespace wattle::search
