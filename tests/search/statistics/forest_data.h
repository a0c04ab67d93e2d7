// SPDX-License-Identifier: MIT
// Observations for trees and forests.
#pragma once

#include <Eigen/Core>
#include <cmath>

#include "search/statistics/regression_tree.h"

namespace wattle::test {

struct ForestData {
  search::TreeDomain domain;
  Eigen::MatrixXd points;
  Eigen::VectorXd values;
};

/// Uniform points of a domain, without values.
inline ForestData uniform_points(std::vector<int> choices, Eigen::Index n, search::Rng& rng) {
  ForestData data;
  data.domain.choices = std::move(choices);
  data.points.resize(n, data.domain.dimension());
  data.values.resize(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < data.points.cols(); ++j) {
      const int count = data.domain.choices[static_cast<std::size_t>(j)];
      data.points(i, j) =
          count == 0 ? rng.uniform() : static_cast<double>(rng.uniform_int(0, count - 1));
    }
  }
  return data;
}

/// Two numbers and a choice of three, with an interaction and noise.
inline ForestData mixed_data(Eigen::Index n, search::Rng& rng) {
  ForestData data = uniform_points({0, 0, 3}, n, rng);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double slope = data.points(i, 2) == 1.0 ? -2.0 : 1.0;
    data.values[i] =
        slope * data.points(i, 0) + std::sin(6.0 * data.points(i, 1)) + 0.1 * rng.normal();
  }
  return data;
}

}  // namespace wattle::test
