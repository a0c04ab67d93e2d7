// SPDX-License-Identifier: MIT
#include "search/statistics/tree_split.h"

#include <algorithm>
#include <numeric>

namespace wattle::search {
namespace {

using Eigen::Index;

/// Positions closer than this are one: a box between two of them would have next to no volume.
constexpr double kResolution = 1e-12;

/// Observations that stay together: one position or one choice.
struct Cluster {
  double first = 0.0;  ///< least position, or the choice
  double last = 0.0;
  double sum = 0.0;
  double count = 0.0;
};

struct Cut {
  double gain = 0.0;
  std::size_t after = 0;  ///< clusters 0 .. after go left
};

/// With sums S and counts m, splitting lessens the sum of squares by
///   S_l^2 / m_l + S_r^2 / m_r - S^2 / m = m_l m_r / m (S_l / m_l - S_r / m_r)^2.
Cut best_cut(const std::vector<Cluster>& clusters, int smallest) {
  double sum = 0.0;
  double count = 0.0;
  for (const Cluster& cluster : clusters) {
    sum += cluster.sum;
    count += cluster.count;
  }
  Cut best;
  double left_sum = 0.0;
  double left_count = 0.0;
  for (std::size_t i = 0; i + 1 < clusters.size(); ++i) {
    left_sum += clusters[i].sum;
    left_count += clusters[i].count;
    const double right_count = count - left_count;
    if (left_count < smallest || right_count < smallest) continue;
    const double difference = left_sum / left_count - (sum - left_sum) / right_count;
    const double gain = left_count * right_count / count * difference * difference;
    if (gain > best.gain) best = {gain, i};
  }
  return best;
}

}  // namespace

TreeSplit split_numbers(const Eigen::Ref<const Eigen::VectorXd>& column,
                        const Eigen::VectorXd& values, const std::vector<std::size_t>& rows,
                        int smallest) {
  std::vector<Index> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return column[a] < column[b]; });
  std::vector<Cluster> clusters;
  for (const Index row : order) {
    if (clusters.empty() || column[row] - clusters.back().last > kResolution) {
      clusters.push_back({column[row], column[row], 0.0, 0.0});
    }
    clusters.back().last = column[row];
    clusters.back().sum += values[row];
    clusters.back().count += 1.0;
  }
  const Cut cut = best_cut(clusters, smallest);
  TreeSplit split;
  split.gain = cut.gain;
  if (cut.gain > 0.0) {
    split.threshold = std::midpoint(clusters[cut.after].last, clusters[cut.after + 1].first);
  }
  return split;
}

TreeSplit split_choices(const Eigen::Ref<const Eigen::VectorXd>& column,
                        const Eigen::VectorXd& values, const std::vector<std::size_t>& rows,
                        int smallest, int choices) {
  std::vector<Cluster> clusters(static_cast<std::size_t>(choices));
  for (std::size_t i = 0; i < clusters.size(); ++i) clusters[i].first = static_cast<double>(i);
  for (const std::size_t row : rows) {
    Cluster& cluster = clusters[static_cast<std::size_t>(column[static_cast<Index>(row)])];
    cluster.sum += values[static_cast<Index>(row)];
    cluster.count += 1.0;
  }
  std::erase_if(clusters, [](const Cluster& cluster) { return cluster.count == 0.0; });
  std::stable_sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) {
    return a.sum / a.count < b.sum / b.count;
  });
  const Cut cut = best_cut(clusters, smallest);
  TreeSplit split;
  split.gain = cut.gain;
  if (!(cut.gain > 0.0)) return split;

  double left_count = 0.0;
  for (std::size_t i = 0; i <= cut.after; ++i) left_count += clusters[i].count;
  const bool unseen_go_left = 2.0 * left_count > static_cast<double>(rows.size());
  split.left_choices.assign(static_cast<std::size_t>(choices), unseen_go_left);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    split.left_choices[static_cast<std::size_t>(clusters[i].first)] = i <= cut.after;
  }
  return split;
}

}  // namespace wattle::search
