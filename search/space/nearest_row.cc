// SPDX-License-Identifier: MIT
#include "search/space/nearest_row.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>

#include "search/space/rng.h"

namespace wattle::search {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

bool same_coordinate(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

template <class Vector>
std::uint64_t hash_of(const Vector& x) {
  std::uint64_t hash = 0;
  for (Index k = 0; k < x.size(); ++k) {
    // Every NaN is the same, and so is every zero.
    const std::uint64_t bits = std::isnan(x[k]) ? ~0ULL : std::bit_cast<std::uint64_t>(x[k] + 0.0);
    hash = mix_seed(hash ^ bits, 0);
  }
  return hash;
}

}  // namespace

NearestRow::NearestRow(MatrixXd rows, std::vector<bool> categorical)
    : rows_(std::move(rows)), categorical_(std::move(categorical)) {
  first_with_hash_.reserve(static_cast<std::size_t>(rows_.rows()));
  for (Index i = 0; i < rows_.rows(); ++i) first_with_hash_.emplace(hash_of(rows_.row(i)), i);
}

Index NearestRow::nearest(const VectorXd& x) const {
  const auto known = first_with_hash_.find(hash_of(x));
  if (known != first_with_hash_.end()) {
    bool same = true;
    for (Index k = 0; k < x.size(); ++k) {
      same = same && same_coordinate(x[k], rows_(known->second, k));
    }
    if (same) return known->second;
  }
  ArrayXd distances = ArrayXd::Zero(rows_.rows());
  for (Index k = 0; k < x.size(); ++k) {
    const auto column = rows_.col(k).array();
    if (std::isnan(x[k])) {
      distances += column.isNaN().select(ArrayXd::Zero(rows_.rows()), 1.0);
    } else if (categorical_[static_cast<std::size_t>(k)]) {
      distances += (column == x[k]).select(ArrayXd::Zero(rows_.rows()), 1.0);
    } else {
      distances += column.isNaN().select(1.0, (column - x[k]).square());
    }
  }
  Index nearest = 0;
  distances.minCoeff(&nearest);
  return nearest;
}

}  // namespace wattle::search
