// SPDX-License-Identifier: MIT
// The mean of repeated measurements, and how well it is known.
#pragma once

#include <span>

namespace wattle::energy {

struct MeanInterval {
  double mean = 0.0;
  double half_width = 0.0;  ///< of the 95 % confidence interval
};

/// Student's t: half_width = t(0.975; n - 1) s / sqrt(n), for independent measurements that scatter
/// normally; 0 of fewer than two. The mean of none is 0.
MeanInterval mean_interval(std::span<const double> values);

}  // namespace wattle::energy
