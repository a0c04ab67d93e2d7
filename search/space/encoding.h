// SPDX-License-Identifier: MIT
// Points of a space as vectors for a surrogate model.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/space/search_space.h"

namespace wattle::search {

/// What one coordinate of an encoded point means.
struct Coordinate {
  enum class Kind { kNumeric, kCategorical };
  Kind kind = Kind::kNumeric;  ///< ordinal parameters are numeric, by index
  int choices = 0;             ///< kCategorical
  bool conditional = false;    ///< may be inactive
  std::size_t parameter = 0;   ///< index into SearchSpace::parameters()
};

/// Maps a space's points to vectors of one coordinate per non-constant parameter: numeric ones on
/// [0, 1] after their scale, categorical ones as the index of the choice (0, 1, ...), inactive ones
/// as NaN.
class Encoding {
 public:
  /// `space` must outlive the encoding.
  explicit Encoding(const SearchSpace& space);

  const std::vector<Coordinate>& coordinates() const { return coordinates_; }
  Eigen::Index dimension() const { return static_cast<Eigen::Index>(coordinates_.size()); }

  /// Requires a point of the space.
  Eigen::VectorXd encode(const Parameters& parameters) const;
  /// The point closest to `x`; coordinates are clamped and rounded, those of inactive parameters
  /// ignored, and a parameter that is active but NaN in `x` takes the middle of its domain. May be
  /// forbidden by a clause: ask the space.
  Parameters decode(const Eigen::VectorXd& x) const;

 private:
  const SearchSpace* space_;
  std::vector<Coordinate> coordinates_;
};

}  // namespace wattle::search
