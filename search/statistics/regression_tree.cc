// SPDX-License-Identifier: MIT
#include "search/statistics/regression_tree.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/statistics/subset.h"
#include "search/statistics/tree_split.h"

namespace wattle::search {

using Eigen::Index;

double Extent::measure() const {
  if (choices.empty()) return high - low;
  return static_cast<double>(std::count(choices.begin(), choices.end(), true)) /
         static_cast<double>(choices.size());
}

double shared_measure(const Extent& a, const Extent& b) {
  if (a.choices.empty()) return std::max(0.0, std::min(a.high, b.high) - std::max(a.low, b.low));
  int shared = 0;
  for (std::size_t i = 0; i < a.choices.size(); ++i) shared += a.choices[i] && b.choices[i] ? 1 : 0;
  return shared / static_cast<double>(a.choices.size());
}

double TreeLeaf::volume() const {
  double product = 1.0;
  for (const Extent& extent : extents) product *= extent.measure();
  return product;
}

/// Grows the nodes below a root, depth first.
class RegressionTree::Builder {
 public:
  Builder(const Eigen::MatrixXd& points, const Eigen::VectorXd& values, const TreeOptions& options,
          Rng& rng, RegressionTree& tree)
      : points_(points), values_(values), options_(options), rng_(rng), tree_(tree) {}

  std::size_t grow(std::vector<std::size_t> rows) {
    const std::size_t here = tree_.nodes_.size();
    tree_.nodes_.emplace_back();
    double sum = 0.0;
    for (const std::size_t row : rows) sum += values_[static_cast<Index>(row)];
    tree_.nodes_[here].mean = sum / static_cast<double>(rows.size());

    const TreeSplit split = best_split(rows);
    if (split.coordinate < 0) return here;
    Node node = tree_.nodes_[here];
    node.coordinate = split.coordinate;
    node.threshold = split.threshold;
    node.left_choices = split.left_choices;
    const auto middle = std::stable_partition(rows.begin(), rows.end(), [&](std::size_t row) {
      return tree_.goes_left(node, points_(static_cast<Index>(row), split.coordinate));
    });
    node.left = grow({rows.begin(), middle});
    node.right = grow({middle, rows.end()});
    tree_.nodes_[here] = std::move(node);
    return here;
  }

 private:
  TreeSplit best_split(const std::vector<std::size_t>& rows) {
    TreeSplit best;
    if (rows.size() < 2 * static_cast<std::size_t>(options_.smallest_leaf)) return best;
    for (const std::size_t chosen : some_coordinates()) {
      const auto coordinate = static_cast<Index>(chosen);
      const int choices = tree_.domain_.choices[chosen];
      TreeSplit split = choices == 0 ? split_numbers(points_.col(coordinate), values_, rows,
                                                     options_.smallest_leaf)
                                     : split_choices(points_.col(coordinate), values_, rows,
                                                     options_.smallest_leaf, choices);
      if (!(split.gain > best.gain)) continue;
      split.coordinate = coordinate;
      best = std::move(split);
    }
    return best;
  }

  std::vector<std::size_t> some_coordinates() {
    const std::size_t all = tree_.domain_.choices.size();
    const double share = options_.share_of_coordinates * static_cast<double>(all);
    const std::size_t count =
        std::clamp(static_cast<std::size_t>(std::ceil(share)), std::size_t{1}, all);
    return random_subset(all, count, rng_);
  }

  const Eigen::MatrixXd& points_;
  const Eigen::VectorXd& values_;
  const TreeOptions& options_;
  Rng& rng_;
  RegressionTree& tree_;
};

RegressionTree::RegressionTree(const TreeDomain& domain, const Eigen::MatrixXd& points,
                               const Eigen::VectorXd& values, std::vector<std::size_t> rows,
                               const TreeOptions& options, Rng& rng)
    : domain_(domain) {
  Builder(points, values, options, rng, *this).grow(std::move(rows));
}

bool RegressionTree::goes_left(const Node& node, double coordinate) const {
  if (node.left_choices.empty()) return coordinate < node.threshold;
  return node.left_choices[static_cast<std::size_t>(coordinate)];
}

double RegressionTree::predict(const Eigen::VectorXd& point) const {
  std::size_t here = 0;
  while (nodes_[here].coordinate >= 0) {
    const Node& node = nodes_[here];
    here = goes_left(node, point[node.coordinate]) ? node.left : node.right;
  }
  return nodes_[here].mean;
}

std::vector<TreeLeaf> RegressionTree::leaves() const {
  std::vector<Extent> whole(domain_.choices.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    whole[i].choices.assign(static_cast<std::size_t>(domain_.choices[i]), true);
  }
  std::vector<TreeLeaf> leaves;
  collect(0, whole, leaves);
  return leaves;
}

void RegressionTree::collect(std::size_t here, std::vector<Extent>& extents,
                             std::vector<TreeLeaf>& leaves) const {
  const Node& node = nodes_[here];
  if (node.coordinate < 0) {
    leaves.push_back({extents, node.mean});
    return;
  }
  const auto coordinate = static_cast<std::size_t>(node.coordinate);
  const Extent whole = extents[coordinate];
  Extent left = whole;
  Extent right = whole;
  if (whole.choices.empty()) {
    left.high = right.low = node.threshold;
  }
  for (std::size_t i = 0; i < whole.choices.size(); ++i) {
    left.choices[i] = whole.choices[i] && node.left_choices[i];
    right.choices[i] = whole.choices[i] && !node.left_choices[i];
  }
  extents[coordinate] = std::move(left);
  collect(node.left, extents, leaves);
  extents[coordinate] = std::move(right);
  collect(node.right, extents, leaves);
  extents[coordinate] = whole;
}

}  // namespace wattle::search
