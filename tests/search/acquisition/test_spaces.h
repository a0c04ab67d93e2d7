// SPDX-License-Identifier: MIT
// Spaces and functions that acquisitions are maximised on in tests.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <utility>

#include "search/acquisition/acquisition.h"
#include "tests/support/spaces.h"

namespace wattle::test {

/// A category, an integer with an uneven scale, a stepped number and a conditional number.
inline search::SearchSpace mixed() {
  return space_of(R"({
    "choice": {"type": "categorical", "choices": ["a", "b", "c"]},
    "count": {"type": "int", "low": 1, "high": 1000, "scale": "log"},
    "momentum": {"type": "float", "low": 0, "high": 1, "when": {"choice": "b"}},
    "rate": {"type": "float", "low": 0, "high": 1, "step": 0.25}})",
                  R"([{"choice": "c", "count": {"above": 500}}])");
}

/// 3 x 4 points.
inline search::SearchSpace twelve_points() {
  return space_of(R"({"a": {"type": "categorical", "choices": ["x", "y", "z"]},
                      "b": {"type": "int", "low": 1, "high": 4}})");
}

/// -|x - peak|^2, inactive coordinates left out.
class Hill final : public search::Acquisition {
 public:
  explicit Hill(Eigen::VectorXd peak) : peak_(std::move(peak)) {}

  Eigen::VectorXd values(const Eigen::MatrixXd& points) const override {
    Eigen::VectorXd result(points.rows());
    Eigen::VectorXd gradient;
    for (Eigen::Index i = 0; i < points.rows(); ++i) result[i] = value(points.row(i), gradient);
    return result;
  }

  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const override {
    const Eigen::ArrayXd offset = point - peak_;
    gradient = offset.isNaN().select(0.0, -2.0 * offset);
    return -offset.isNaN().select(0.0, offset).square().sum();
  }

 private:
  Eigen::VectorXd peak_;
};

}  // namespace wattle::test
