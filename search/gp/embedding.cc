// SPDX-License-Identifier: MIT
#include "search/gp/embedding.h"

#include <cmath>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;

Embedding::Embedding(const std::vector<Coordinate>& coordinates)
    : dimension_(static_cast<Index>(coordinates.size())) {
  for (Index k = 0; k < dimension_; ++k) {
    if (coordinates[static_cast<std::size_t>(k)].kind == Coordinate::Kind::kNumeric) {
      value_coordinates_.push_back(k);
      length_scale_of_.push_back(length_scales_++);
    }
  }
  value_columns_ = static_cast<Index>(value_coordinates_.size());
  columns_ = value_columns_;
  for (Index k = 0; k < dimension_; ++k) {
    const Coordinate& coordinate = coordinates[static_cast<std::size_t>(k)];
    const bool categorical = coordinate.kind == Coordinate::Kind::kCategorical;
    if (!categorical && !coordinate.conditional) continue;
    // The choice after the last stands for "inactive".
    const int choices = categorical ? coordinate.choices + (coordinate.conditional ? 1 : 0) : 0;
    indicators_.push_back({k, columns_, choices});
    const int group_columns = std::max(choices, 1);
    columns_ += group_columns;
    length_scale_of_.insert(length_scale_of_.end(), static_cast<std::size_t>(group_columns),
                            length_scales_++);
  }
}

MatrixXd Embedding::embed(const MatrixXd& points) const {
  MatrixXd columns = MatrixXd::Zero(points.rows(), columns_);
  for (Index v = 0; v < value_columns_; ++v) {
    const auto x = points.col(coordinate_of(v)).array();
    columns.col(v) = x.isNaN().select(0.5, x);
  }
  for (const Indicators& group : indicators_) embed_indicators(group, points, columns);
  return columns;
}

void Embedding::embed_indicators(const Indicators& group, const MatrixXd& points,
                                 MatrixXd& columns) const {
  for (Index i = 0; i < points.rows(); ++i) {
    const double x = points(i, group.coordinate);
    if (group.choices == 0) {
      columns(i, group.first_column) = std::isnan(x) ? 0.0 : 1.0;
    } else {
      const Index choice = std::isnan(x) ? group.choices - 1 : std::lround(x);
      columns(i, group.first_column + choice) = std::sqrt(0.5);
    }
  }
}

}  // namespace wattle::search
