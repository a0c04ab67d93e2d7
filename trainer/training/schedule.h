// SPDX-License-Identifier: MIT
// The learning rate of every update, in closed form.
#pragma once

#include <cstdint>

#include "trainer/training/specification.h"

namespace wattle::trainer {

/// The learning rate of update k = 0 .. K - 1, where K = epochs * updates_per_epoch.
///
/// With W = round(warmup_epochs * updates_per_epoch), updates k < W have rate * (k + 1) / W. After
/// that the schedule runs over the rest, j = k - W of J = K - W updates, t = j / updates_per_epoch
/// epochs in, x = j / max(J - 1, 1) from 0 to 1:
///   constant     rate
///   step         rate * gamma^floor(t / every)
///   exponential  rate * gamma^floor(t)
///   cosine       rate * (f + (1 - f) (1 + cos(pi x)) / 2),  f = final_factor
///   one_cycle    from rate / start_divisor up to rate at x = rise_fraction, then down to
///                rate / (start_divisor final_divisor), both ways along half a cosine [Smith2018]
class LearningRate {
 public:
  LearningRate(const TrainingSpecification& specification, std::int64_t updates_per_epoch);

  double at(std::int64_t update) const;

 private:
  double factor(std::int64_t update) const;

  Schedule schedule_;
  double rate_;
  std::int64_t updates_per_epoch_;
  std::int64_t updates_;  ///< K
  std::int64_t warmup_;   ///< W
};

}  // namespace wattle::trainer
