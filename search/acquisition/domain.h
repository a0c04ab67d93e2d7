// SPDX-License-Identifier: MIT
// Where an acquisition is maximised: a space seen through its encoding.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "search/space/encoding.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// A finite space of at most this many points is looked at whole: that costs O(n^2) a point, for a
/// hundred observations well below a second in all. A space that lists its points always is.
inline constexpr std::uint64_t kMaxWhole = 100'000;

/// Encoded points of a space: which there are, and which are next to each other. Immutable.
class Domain {
 public:
  /// `space` must outlive the domain. O(points) for a finite space.
  explicit Domain(const SearchSpace& space);

  const SearchSpace& space() const { return *space_; }
  const Encoding& encoding() const { return encoding_; }
  Eigen::Index dimension() const { return encoding_.dimension(); }

  /// Every allowed point, one a row, when the space lists them or there are at most kMaxWhole; else
  /// nullopt.
  const std::optional<Eigen::MatrixXd>& whole() const { return whole_; }

  /// The point of the space closest to x: values rounded, inactive coordinates NaN, active ones
  /// not.
  Eigen::VectorXd snap(const Eigen::VectorXd& x) const;
  /// True when no clause forbids a snapped point. At no cost without clauses.
  bool allowed(const Eigen::VectorXd& x) const;
  /// Allowed rows of snapped points.
  Eigen::MatrixXd allowed_rows(const Eigen::MatrixXd& points) const;
  /// `goal` if it is allowed; else the allowed snapped point nearest to it that bisection finds on
  /// the way from `start`, a snapped allowed point of the same discrete values.
  Eigen::VectorXd advance(const Eigen::VectorXd& start, const Eigen::VectorXd& goal) const;
  /// Row by row. At no cost when every coordinate is continuous or categorical and always active.
  Eigen::MatrixXd snap_rows(const Eigen::MatrixXd& points) const;

  bool categorical(Eigen::Index coordinate) const {
    return encoding_.coordinates()[static_cast<std::size_t>(coordinate)].kind ==
           Coordinate::Kind::kCategorical;
  }

  /// Coordinates of a snapped point that a gradient can move: numeric and active.
  std::vector<Eigen::Index> movable(const Eigen::VectorXd& x) const;
  /// Allowed snapped points one discrete move away: another choice of a categorical parameter, or
  /// one step up or down of a stepped, integer or ordinal one. One a row; may be none.
  Eigen::MatrixXd neighbours(const Eigen::VectorXd& x) const;

 private:
  const Parameter& parameter(Eigen::Index coordinate) const;
  std::vector<double> moves(Eigen::Index coordinate, double x) const;

  const SearchSpace* space_;
  Encoding encoding_;
  bool needs_snapping_ = false;
  std::optional<Eigen::MatrixXd> whole_;
};

}  // namespace wattle::search
