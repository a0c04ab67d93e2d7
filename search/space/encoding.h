// SPDX-License-Identifier: MIT
// Points of a space as vectors for a surrogate model.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

#include "search/space/nearest_row.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// What one coordinate of an encoded point means.
struct Coordinate {
  enum class Kind { kNumeric, kCategorical };
  Kind kind = Kind::kNumeric;  ///< ordinal parameters are numeric, by index
  int choices = 0;             ///< kCategorical
  bool conditional = false;    ///< may be inactive
  std::size_t parameter = 0;   ///< index into SearchSpace::parameters()

  /// The coordinate at a position on [0, 1]: the position itself, or the choice whose equal share
  /// of it that is.
  double at(double position) const;
};

/// Maps a space's points to vectors of one coordinate per non-constant parameter: numeric ones on
/// [0, 1] after their scale, categorical ones as the index of the choice (0, 1, ...), inactive ones
/// as NaN. Where the space lists its points, every vector stands for the closest of them. Copies
/// share these.
class Encoding {
 public:
  /// `space` must outlive the encoding. O(cells) for a space that lists its points.
  explicit Encoding(const SearchSpace& space);

  const std::vector<Coordinate>& coordinates() const { return coordinates_; }
  Eigen::Index dimension() const { return static_cast<Eigen::Index>(coordinates_.size()); }

  /// Requires a point of the space.
  Eigen::VectorXd encode(const Parameters& parameters) const;
  /// The point closest to `x`; coordinates are clamped and rounded, those of inactive parameters
  /// ignored, and a parameter that is active but NaN in `x` takes the middle of its domain. May be
  /// forbidden by a clause: ask the space. Where the space lists its points: the closest of them
  /// (nearest_row.h), O(1) for the vector of one of them and O(cells) for another.
  Parameters decode(const Eigen::VectorXd& x) const;
  /// The vector at a position in the unit cube, by Coordinate::at.
  Eigen::VectorXd at(const Eigen::VectorXd& position) const;
  /// The points that the space lists, one a row; null when it lists none.
  const Eigen::MatrixXd* rows() const { return nearest_ ? &nearest_->rows() : nullptr; }

 private:
  const SearchSpace* space_;
  std::vector<Coordinate> coordinates_;
  std::shared_ptr<const NearestRow> nearest_;  ///< null: no rows
};

/// Points (each `width` x 1) as the rows of one matrix.
Eigen::MatrixXd to_rows(const std::vector<Eigen::VectorXd>& points, Eigen::Index width);

}  // namespace wattle::search
