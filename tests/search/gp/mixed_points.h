// SPDX-License-Identifier: MIT
// Random encoded points with numbers, categories and inactive parameters.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <vector>

#include "search/gp/hyperparameters.h"
#include "search/space/encoding.h"
#include "search/space/rng.h"

namespace wattle::test {

/// A number, a category of three, a conditional number and a conditional category of two.
inline std::vector<search::Coordinate> mixed_coordinates() {
  using Kind = search::Coordinate::Kind;
  return {{Kind::kNumeric, 0, false, 0},
          {Kind::kCategorical, 3, false, 1},
          {Kind::kNumeric, 0, true, 2},
          {Kind::kCategorical, 2, true, 3}};
}

inline std::vector<search::Coordinate> numeric_coordinates(std::size_t dimension) {
  std::vector<search::Coordinate> coordinates(dimension);
  for (std::size_t k = 0; k < dimension; ++k) coordinates[k].parameter = k;
  return coordinates;
}

/// Conditional coordinates are active with probability 1/2.
inline Eigen::MatrixXd random_points(const std::vector<search::Coordinate>& coordinates,
                                     Eigen::Index count, search::Rng& rng) {
  Eigen::MatrixXd points(count, static_cast<Eigen::Index>(coordinates.size()));
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index k = 0; k < points.cols(); ++k) {
      const search::Coordinate& coordinate = coordinates[static_cast<std::size_t>(k)];
      const bool numeric = coordinate.kind == search::Coordinate::Kind::kNumeric;
      points(i, k) =
          numeric ? rng.uniform() : static_cast<double>(rng.uniform_int(0, coordinate.choices - 1));
      if (coordinate.conditional && rng.uniform() < 0.5) {
        points(i, k) = std::numeric_limits<double>::quiet_NaN();
      }
    }
  }
  return points;
}

inline search::Hyperparameters random_hyperparameters(Eigen::Index length_scales,
                                                      search::Rng& rng) {
  search::Hyperparameters values;
  values.length_scales.resize(length_scales);
  for (double& scale : values.length_scales) scale = std::exp(rng.uniform(-1.5, 1.0));
  values.signal_variance = std::exp(rng.uniform(-1.0, 1.0));
  values.noise_variance = std::exp(rng.uniform(-6.0, -2.0));
  return values;
}

}  // namespace wattle::test
