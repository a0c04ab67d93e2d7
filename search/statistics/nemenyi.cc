// SPDX-License-Identifier: MIT
#include "search/statistics/nemenyi.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "search/statistics/studentized_range.h"

namespace wattle::search {
namespace {

std::vector<std::vector<std::size_t>> joined_groups(std::span<const double> ranks,
                                                    double critical_difference) {
  std::vector<std::size_t> order(ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  std::vector<std::vector<std::size_t>> groups;
  std::size_t last_end = 0;
  for (std::size_t first = 0; first < order.size(); ++first) {
    std::size_t end = first;
    while (end < order.size() && ranks[order[end]] - ranks[order[first]] <= critical_difference) {
      ++end;
    }
    // One that ends where the last did lies within it.
    if (end - first < 2 || end <= last_end) continue;
    groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(first),
                        order.begin() + static_cast<std::ptrdiff_t>(end));
    last_end = end;
  }
  return groups;
}

}  // namespace

NemenyiSummary nemenyi(std::span<const double> average_ranks, int blocks, double level) {
  NemenyiSummary summary;
  summary.level = level;
  if (average_ranks.size() < 2) summary.reason = "there are fewer than two treatments";
  if (blocks < 2) summary.reason = "there are fewer than two blocks";
  if (!summary.reason.empty()) return summary;

  const auto k = static_cast<int>(average_ranks.size());
  const double deviation = std::sqrt(k * (k + 1.0) / (6.0 * blocks));
  summary.critical_difference = deviation * normal_range_quantile(level, k) / std::numbers::sqrt2;
  summary.p_values = Eigen::MatrixXd::Ones(k, k);
  for (int i = 0; i < k; ++i) {
    for (int j = 0; j < i; ++j) {
      const double distance = std::abs(average_ranks[static_cast<std::size_t>(i)] -
                                       average_ranks[static_cast<std::size_t>(j)]);
      const double p = normal_range_upper(std::numbers::sqrt2 * distance / deviation, k);
      summary.p_values(i, j) = summary.p_values(j, i) = p;
    }
  }
  summary.groups = joined_groups(average_ranks, summary.critical_difference);
  return summary;
}

}  // namespace wattle::search
