// SPDX-License-Identifier: MIT
// Which of many encoded points is closest to one.
#pragma once

#include <Eigen/Core>
#include <unordered_map>
#include <vector>

namespace wattle::search {

/// Encoded points, searched by distance. The squared distance of two points is a sum over
/// coordinates: numeric ones add the square of their difference, categorical ones 1 when they
/// differ, and one that is inactive (NaN) in just one of the points adds 1. Immutable.
class NearestRow {
 public:
  /// `rows` (n x d, n >= 1); `categorical[k]` says what coordinate k is.
  NearestRow(Eigen::MatrixXd rows, std::vector<bool> categorical);

  const Eigen::MatrixXd& rows() const { return rows_; }
  /// The first of the closest rows: O(1) for a vector that is one of the rows, else O(n d).
  Eigen::Index nearest(const Eigen::VectorXd& x) const;

 private:
  Eigen::MatrixXd rows_;
  std::vector<bool> categorical_;
  std::unordered_map<std::uint64_t, Eigen::Index> first_with_hash_;
};

}  // namespace wattle::search
