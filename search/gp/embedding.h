// SPDX-License-Identifier: MIT
// Encoded points (with categories and inactive parameters) as columns of plain numbers.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/space/encoding.h"

namespace wattle::search {

/// Turns encoded points (see search/space/encoding.h) into columns between which distances are
/// Euclidean, so that a kernel of them is positive definite by construction:
///   numeric                  x                                       one value column
///   numeric, conditional     x, 1/2 where inactive                   one value column
///                            1 where active, 0 where inactive        one indicator column
///   categorical              1/sqrt(2) in the column of its choice   one indicator column a choice
///   categorical, conditional likewise, inactive as one more choice
/// The squared distance of two different choices is 1, that of two inactive parameters 0. A
/// conditional numeric parameter has two length scales: one of its value, one of its activity; the
/// second is the learned cost of active against inactive, on top of an imputed midpoint. (The
/// cylinder of [Swersky2013] has that distance exactly constant, at the price of a curved value
/// axis; the imputed midpoint keeps every length scale a plain divisor, and so one formula serves
/// all gradients.) Value columns come first.
class Embedding {
 public:
  explicit Embedding(const std::vector<Coordinate>& coordinates);

  /// The same columns for points that lack their last coordinates, which are `context` (k x 1, k at
  /// most d): d becomes d - k. Applied again, it fixes those before.
  Embedding at(const Eigen::VectorXd& context) const;

  Eigen::Index dimension() const { return dimension_; }          ///< d: coordinates of a point
  Eigen::Index columns() const { return columns_; }              ///< e
  Eigen::Index value_columns() const { return value_columns_; }  ///< the first of the e
  /// The first of these: those that a point's own coordinates move, not the context.
  Eigen::Index free_value_columns() const { return free_value_columns_; }
  Eigen::Index length_scales() const { return length_scales_; }  ///< p
  /// Which length scale divides a column.
  const std::vector<Eigen::Index>& length_scale_of() const { return length_scale_of_; }
  /// Which length scale divides the value of a numeric coordinate, or the choice of a categorical
  /// one; not that of whether it is active.
  Eigen::Index length_scale_of_coordinate(Eigen::Index coordinate) const {
    return length_scale_of_coordinate_[static_cast<std::size_t>(coordinate)];
  }
  /// The coordinate that a value column shows.
  Eigen::Index coordinate_of(Eigen::Index value_column) const {
    return value_coordinates_[static_cast<std::size_t>(value_column)];
  }

  /// Points (m x d) to columns (m x e). O(m e).
  Eigen::MatrixXd embed(const Eigen::MatrixXd& points) const;

 private:
  struct Indicators {
    Eigen::Index coordinate = 0;
    Eigen::Index first_column = 0;
    int choices = 0;  ///< 0: one column that says whether the coordinate is active
  };
  Eigen::MatrixXd embed_whole(const Eigen::MatrixXd& points) const;
  void embed_indicators(const Indicators& group, const Eigen::MatrixXd& points,
                        Eigen::MatrixXd& columns) const;

  Eigen::Index dimension_ = 0;
  Eigen::Index columns_ = 0;
  Eigen::Index value_columns_ = 0;
  Eigen::Index free_value_columns_ = 0;
  Eigen::Index length_scales_ = 0;
  std::vector<Eigen::Index> value_coordinates_;
  std::vector<Indicators> indicators_;
  std::vector<Eigen::Index> length_scale_of_;
  std::vector<Eigen::Index> length_scale_of_coordinate_;
  Eigen::VectorXd context_;  ///< what follows a point's own coordinates
};

}  // namespace wattle::search
