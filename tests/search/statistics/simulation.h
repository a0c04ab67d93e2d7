// SPDX-License-Identifier: MIT
// Repeated experiments: samples, and how many rejections chance allows.
#pragma once

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "search/space/rng.h"

namespace wattle::test {

/// The false-alarm rate of each check of a rate against its bound.
inline constexpr double kFalseAlarm = 1e-6;

/// The count that a binomial number exceeds with a probability of at most kFalseAlarm.
inline double most_by_chance(int experiments, double rate) {
  const boost::math::binomial distribution(experiments, rate);
  return quantile(complement(distribution, kFalseAlarm));
}

/// The count that it falls below with at most that probability.
inline double fewest_by_chance(int experiments, double rate) {
  const boost::math::binomial distribution(experiments, rate);
  return quantile(distribution, kFalseAlarm);
}

inline std::vector<double> normal_sample(std::size_t n, search::Rng& rng, double mean = 0.0) {
  std::vector<double> values(n);
  for (double& value : values) value = mean + rng.normal();
  return values;
}

/// Log-normal: skewed, as energies are.
inline std::vector<double> skewed_sample(std::size_t n, search::Rng& rng, double factor = 1.0) {
  std::vector<double> values(n);
  for (double& value : values) value = factor * std::exp(rng.normal());
  return values;
}

/// Whole numbers 0 to 4: full of ties.
inline std::vector<double> tied_sample(std::size_t n, search::Rng& rng) {
  std::vector<double> values(n);
  for (double& value : values) value = static_cast<double>(rng.uniform_int(0, 4));
  return values;
}

}  // namespace wattle::test
