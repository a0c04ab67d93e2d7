// SPDX-License-Identifier: MIT
#include "search/statistics/functional_anova.h"

#include <algorithm>
#include <cmath>

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The variances of one tree's marginals.
class TreeVariances {
 public:
  explicit TreeVariances(const std::vector<TreeLeaf>& leaves)
      : weights_(static_cast<Index>(leaves.size())) {
    double mean = 0.0;
    for (const TreeLeaf& leaf : leaves) mean += leaf.mean * leaf.volume();
    for (Index l = 0; l < weights_.size(); ++l) {
      const TreeLeaf& leaf = leaves[static_cast<std::size_t>(l)];
      const double volume = leaf.volume();
      weights_[l] = (leaf.mean - mean) * volume;
      total_ += (leaf.mean - mean) * (leaf.mean - mean) * volume;
    }
    for (std::size_t i = 0; i < leaves.front().extents.size(); ++i) {
      overlaps_.push_back(overlaps_of(leaves, i));
    }
  }

  double total() const { return total_; }
  double of(std::size_t i) const { return weights_.dot(overlaps_[i] * weights_); }
  /// Var a_ij, the two single ones included.
  double of(std::size_t i, std::size_t j) const {
    return weights_.dot(overlaps_[i].cwiseProduct(overlaps_[j]) * weights_);
  }

 private:
  /// measure(l_i and m_i) / (measure(l_i) measure(m_i)) for all leaves l and m.
  static MatrixXd overlaps_of(const std::vector<TreeLeaf>& leaves, std::size_t i) {
    const auto count = static_cast<Index>(leaves.size());
    MatrixXd overlaps(count, count);
    for (Index l = 0; l < count; ++l) {
      const Extent& a = leaves[static_cast<std::size_t>(l)].extents[i];
      for (Index m = 0; m <= l; ++m) {
        const Extent& b = leaves[static_cast<std::size_t>(m)].extents[i];
        overlaps(l, m) = overlaps(m, l) = shared_measure(a, b) / (a.measure() * b.measure());
      }
    }
    return overlaps;
  }

  VectorXd weights_;  ///< c_l v_l
  std::vector<MatrixXd> overlaps_;
  double total_ = 0.0;
};

/// A mean and a standard deviation over trees, by Welford's update.
void add_tree(double share, int trees, VarianceShare& result) {
  const double distance = share - result.share;
  result.share += distance / trees;
  // Holds the sum of squares until the end.
  result.standard_deviation += distance * (share - result.share);
}

void finish(std::vector<VarianceShare>& shares, int trees) {
  for (VarianceShare& share : shares) {
    share.standard_deviation =
        trees > 1 ? std::sqrt(share.standard_deviation / (trees - 1.0)) : 0.0;
  }
}

std::string defect_of(const TreeDomain& domain, const MatrixXd& points, const VectorXd& values) {
  if (domain.choices.empty()) return "there is no coordinate";
  if (points.rows() == 0) return "there is no observation";
  return values.allFinite() ? "" : "a value is not finite";
}

void add_shares(const TreeVariances& variances, int trees, FunctionalAnovaSummary& summary) {
  std::vector<double> single;
  for (VarianceShare& share : summary.single) {
    single.push_back(std::max(0.0, variances.of(share.first)));
    add_tree(single.back() / variances.total(), trees, share);
  }
  for (VarianceShare& share : summary.pairs) {
    const double both = variances.of(share.first, share.second);
    const double beyond = std::max(0.0, both - single[share.first] - single[share.second]);
    add_tree(beyond / variances.total(), trees, share);
  }
}

}  // namespace

FunctionalAnovaSummary functional_anova(const TreeDomain& domain, const MatrixXd& points,
                                        const VectorXd& values,
                                        const FunctionalAnovaOptions& options, Rng& rng) {
  FunctionalAnovaSummary summary;
  summary.n = static_cast<int>(points.rows());
  summary.reason = defect_of(domain, points, values);
  if (!summary.reason.empty()) return summary;

  for (std::size_t i = 0; i < domain.choices.size(); ++i) {
    summary.single.push_back({i, i});
    for (std::size_t j = i + 1; options.pairs && j < domain.choices.size(); ++j) {
      summary.pairs.push_back({i, j});
    }
  }
  const RegressionForest forest(domain, points, values, options.forest, rng);
  summary.explained = forest.out_of_bag_r_squared();
  int trees = 0;
  for (const RegressionTree& tree : forest.trees()) {
    const std::vector<TreeLeaf> leaves = tree.leaves();
    if (leaves.size() < 2) continue;
    const TreeVariances variances(leaves);
    if (!(variances.total() > 0.0)) continue;
    add_shares(variances, ++trees, summary);
  }
  if (trees == 0) {
    summary.single.clear();
    summary.pairs.clear();
    summary.reason = "no tree finds anything to tell observations apart by";
    return summary;
  }
  finish(summary.single, trees);
  finish(summary.pairs, trees);
  return summary;
}

}  // namespace wattle::search
