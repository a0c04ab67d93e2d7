// SPDX-License-Identifier: MIT
// Matrices from tables and from chance.
#pragma once

#include <Eigen/Core>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/search/statistics/simulation.h"

namespace wattle::test {

inline Eigen::MatrixXd matrix_of(const nlohmann::json& rows) {
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()),
                         static_cast<Eigen::Index>(rows.front().size()));
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      matrix(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
  }
  return matrix;
}

inline Eigen::MatrixXd skewed_matrix(Eigen::Index rows, Eigen::Index columns, search::Rng& rng) {
  Eigen::MatrixXd matrix(rows, columns);
  for (double& value : matrix.reshaped()) value = std::exp(rng.normal());
  return matrix;
}

}  // namespace wattle::test
