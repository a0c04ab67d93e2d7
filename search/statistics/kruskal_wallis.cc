// SPDX-License-Identifier: MIT
#include "search/statistics/kruskal_wallis.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "search/statistics/distributions.h"
#include "search/statistics/pooled_ranks.h"

namespace wattle::search {

KruskalWallisSummary kruskal_wallis(std::span<const std::vector<double>> groups) {
  const PooledRanks pooled = pool_ranks(groups);
  KruskalWallisSummary summary;
  SignificanceTest& test = summary.test;
  test.reason = pooled.reason;
  if (!test.reason.empty()) return summary;

  summary.average_ranks = pooled.average_ranks;
  const double size = pooled.size;
  test.n = static_cast<int>(size);
  test.degrees_of_freedom = static_cast<double>(groups.size()) - 1.0;
  if (pooled.all_tied) {
    test.statistic = 0.0;
    test.p_value = 1.0;
    test.method = StatisticalMethod::kExact;
    summary.epsilon_squared = 0.0;
    return summary;
  }
  double squares = 0.0;
  for (std::size_t j = 0; j < groups.size(); ++j) {
    const double distance = pooled.average_ranks[j] - 0.5 * (size + 1.0);
    squares += static_cast<double>(groups[j].size()) * distance * distance;
  }
  const double untied = 1.0 - pooled.tie_sum / (size * size * size - size);
  const double h = 12.0 / (size * (size + 1.0)) * squares / untied;
  test.statistic = h;
  test.p_value = chi_squared_upper(h, test.degrees_of_freedom);
  test.method = StatisticalMethod::kChiSquared;
  summary.epsilon_squared = std::min(1.0, h / (size - 1.0));
  return summary;
}

}  // namespace wattle::search
