// SPDX-License-Identifier: MIT
#include "search/gp/embedding.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Embedding::Embedding(const std::vector<Coordinate>& coordinates)
    : dimension_(static_cast<Index>(coordinates.size())),
      length_scale_of_coordinate_(coordinates.size()) {
  for (Index k = 0; k < dimension_; ++k) {
    if (coordinates[static_cast<std::size_t>(k)].kind == Coordinate::Kind::kNumeric) {
      value_coordinates_.push_back(k);
      length_scale_of_coordinate_[static_cast<std::size_t>(k)] = length_scales_;
      length_scale_of_.push_back(length_scales_++);
    }
  }
  value_columns_ = static_cast<Index>(value_coordinates_.size());
  free_value_columns_ = value_columns_;
  columns_ = value_columns_;
  for (Index k = 0; k < dimension_; ++k) {
    const Coordinate& coordinate = coordinates[static_cast<std::size_t>(k)];
    const bool categorical = coordinate.kind == Coordinate::Kind::kCategorical;
    if (!categorical && !coordinate.conditional) continue;
    if (categorical) length_scale_of_coordinate_[static_cast<std::size_t>(k)] = length_scales_;
    // The choice after the last stands for "inactive".
    const int choices = categorical ? coordinate.choices + (coordinate.conditional ? 1 : 0) : 0;
    indicators_.push_back({k, columns_, choices});
    const int group_columns = std::max(choices, 1);
    columns_ += group_columns;
    length_scale_of_.insert(length_scale_of_.end(), static_cast<std::size_t>(group_columns),
                            length_scales_++);
  }
}

Embedding Embedding::at(const VectorXd& context) const {
  assert(context.size() <= dimension_);
  Embedding result = *this;
  result.dimension_ -= context.size();
  result.context_.resize(context.size() + context_.size());
  result.context_.head(context.size()) = context;
  result.context_.tail(context_.size()) = context_;
  result.free_value_columns_ =
      std::count_if(value_coordinates_.begin(), value_coordinates_.end(),
                    [&](Index coordinate) { return coordinate < result.dimension_; });
  return result;
}

MatrixXd Embedding::embed(const MatrixXd& points) const {
  if (context_.size() == 0) return embed_whole(points);
  MatrixXd whole(points.rows(), dimension_ + context_.size());
  whole << points, context_.transpose().replicate(points.rows(), 1);
  return embed_whole(whole);
}

MatrixXd Embedding::embed_whole(const MatrixXd& points) const {
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
