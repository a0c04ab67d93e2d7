// SPDX-License-Identifier: MIT
// A regression tree over a product of intervals and choices: which box of it has which mean.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "search/space/rng.h"

namespace wattle::search {

/// What the coordinates of a point may be: `choices[i]` is 0 for a number on [0, 1], else the
/// number of choices, of which the coordinate is an index.
struct TreeDomain {
  std::vector<int> choices;  ///< d x 1

  Eigen::Index dimension() const { return static_cast<Eigen::Index>(choices.size()); }
};

/// The part of one coordinate's domain that belongs to a box.
struct Extent {
  double low = 0.0;  ///< of a number
  double high = 1.0;
  std::vector<bool> choices;  ///< of a choice: which; else empty

  /// The share of the coordinate's domain, every number or choice counting the same; 0 to 1.
  double measure() const;
};

/// The measure of what two extents of the same coordinate share.
double shared_measure(const Extent& a, const Extent& b);

/// One leaf: where it is, and the mean of the values there.
struct TreeLeaf {
  std::vector<Extent> extents;  ///< d x 1
  double mean = 0.0;

  double volume() const;  ///< product of the measures; over all leaves they add up to 1
};

struct TreeOptions {
  int smallest_leaf = 3;  ///< observations in a leaf, at least
  /// Share of the coordinates among which each split is chosen, at least one: some randomness makes
  /// the trees of a forest differ [Breiman2001]. A heuristic.
  double share_of_coordinates = 5.0 / 6.0;
};

/// Splits the domain in two, again and again, each time where that lessens the sum of squares about
/// the means of both sides the most [Breiman1984]: numbers half-way between two neighbours;
/// choices, put in the order of their means, between two neighbours, which for squared error finds
/// the best of all bipartitions. Choices that no observation of a box has go to the side with more
/// of them.
class RegressionTree {
 public:
  /// `points` is n x d without NaN, `values` n x 1, `rows` (not empty) the observations to use, any
  /// of them several times. O(d n log^2 n) where the splits are even.
  RegressionTree(const TreeDomain& domain, const Eigen::MatrixXd& points,
                 const Eigen::VectorXd& values, std::vector<std::size_t> rows,
                 const TreeOptions& options, Rng& rng);

  double predict(const Eigen::VectorXd& point) const;
  /// Boxes that do not overlap and fill the domain.
  std::vector<TreeLeaf> leaves() const;

 private:
  struct Node {
    Eigen::Index coordinate = -1;  ///< -1: a leaf
    double threshold = 0.0;        ///< numbers below it go left
    std::vector<bool> left_choices;
    std::size_t left = 0;
    std::size_t right = 0;
    double mean = 0.0;
  };
  class Builder;

  bool goes_left(const Node& node, double coordinate) const;
  void collect(std::size_t node, std::vector<Extent>& extents, std::vector<TreeLeaf>& leaves) const;

  TreeDomain domain_;
  std::vector<Node> nodes_;  ///< the first is the root
};

}  // namespace wattle::search
