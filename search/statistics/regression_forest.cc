// SPDX-License-Identifier: MIT
#include "search/statistics/regression_forest.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "search/statistics/bootstrap.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The points with a uniform draw wherever there is none.
MatrixXd filled(const TreeDomain& domain, const MatrixXd& points, Rng& rng) {
  MatrixXd result = points;
  for (Index i = 0; i < points.rows(); ++i) {
    for (Index j = 0; j < points.cols(); ++j) {
      if (!std::isnan(points(i, j))) continue;
      const int choices = domain.choices[static_cast<std::size_t>(j)];
      result(i, j) =
          choices == 0 ? rng.uniform() : static_cast<double>(rng.uniform_int(0, choices - 1));
    }
  }
  return result;
}

/// Predictions for each observation by the trees that did not see it.
class OutOfBag {
 public:
  explicit OutOfBag(Index n) : sums_(VectorXd::Zero(n)), counts_(VectorXd::Zero(n)) {}

  void add(const RegressionTree& tree, const MatrixXd& points,
           const std::vector<std::size_t>& bag) {
    std::vector<bool> seen(static_cast<std::size_t>(points.rows()), false);
    for (const std::size_t row : bag) seen[row] = true;
    for (Index i = 0; i < points.rows(); ++i) {
      if (seen[static_cast<std::size_t>(i)]) continue;
      sums_[i] += tree.predict(points.row(i));
      counts_[i] += 1.0;
    }
  }

  std::optional<double> r_squared(const VectorXd& values) const {
    double errors = 0.0;
    double squares = 0.0;
    double used = 0.0;
    double mean = 0.0;
    for (Index i = 0; i < values.size(); ++i) {
      if (counts_[i] == 0.0) continue;
      mean += values[i];
      used += 1.0;
    }
    mean /= std::max(used, 1.0);
    for (Index i = 0; i < values.size(); ++i) {
      if (counts_[i] == 0.0) continue;
      errors += std::pow(values[i] - sums_[i] / counts_[i], 2);
      squares += std::pow(values[i] - mean, 2);
    }
    return squares > 0.0 ? std::optional(1.0 - errors / squares) : std::nullopt;
  }

 private:
  VectorXd sums_;
  VectorXd counts_;
};

}  // namespace

RegressionForest::RegressionForest(const TreeDomain& domain, const MatrixXd& points,
                                   const VectorXd& values, const ForestOptions& options, Rng& rng) {
  const Index n = points.rows();
  TreeOptions tree_options = options.tree;
  tree_options.smallest_leaf =
      std::max(tree_options.smallest_leaf,
               static_cast<int>((n + options.most_leaves - 1) / options.most_leaves));
  OutOfBag out_of_bag(n);
  for (int t = 0; t < options.trees; ++t) {
    const MatrixXd whole = filled(domain, points, rng);
    const std::vector<std::size_t> bag = resample_indices(static_cast<std::size_t>(n), rng);
    trees_.emplace_back(domain, whole, values, bag, tree_options, rng);
    out_of_bag.add(trees_.back(), whole, bag);
  }
  out_of_bag_r_squared_ = out_of_bag.r_squared(values);
}

double RegressionForest::predict(const VectorXd& point) const {
  double sum = 0.0;
  for (const RegressionTree& tree : trees_) sum += tree.predict(point);
  return sum / static_cast<double>(trees_.size());
}

}  // namespace wattle::search
