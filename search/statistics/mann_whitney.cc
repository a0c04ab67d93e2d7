// SPDX-License-Identifier: MIT
#include "search/statistics/mann_whitney.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "search/statistics/distributions.h"
#include "search/statistics/rank_sum_distribution.h"
#include "search/statistics/ranks.h"

namespace wattle::search {

SignificanceTest mann_whitney(std::span<const double> x, std::span<const double> y,
                              const MannWhitneyOptions& options) {
  SignificanceTest test;
  test.n = static_cast<int>(x.size() + y.size());
  test.reason = ranking_defect(x);
  if (test.reason.empty()) test.reason = ranking_defect(y);
  if (!test.reason.empty()) return test;

  std::vector<double> all(x.begin(), x.end());
  all.insert(all.end(), y.begin(), y.end());
  const Ranks ranks = mid_ranks(all);
  double rank_sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) rank_sum += ranks.ranks[i];
  const auto m = static_cast<double>(x.size());
  const auto n = static_cast<double>(y.size());
  const double u = rank_sum - 0.5 * m * (m + 1.0);
  test.statistic = u;

  const double size = m + n;
  if (ranks.all_tied()) {
    test.method = StatisticalMethod::kExact;
    test.p_value = 1.0;
    return test;
  }
  if (test.n <= options.largest_exact) {
    test.method = StatisticalMethod::kExact;
    test.p_value =
        rank_sum_distribution(ranks.ranks, static_cast<int>(x.size())).two_sided(rank_sum);
    return test;
  }
  const double variance = m * n / 12.0 * (size + 1.0 - ranks.tie_sum / (size * (size - 1.0)));
  const double distance = std::max(0.0, std::abs(u - 0.5 * m * n) - 0.5);
  test.method = StatisticalMethod::kNormal;
  test.p_value = normal_two_sided(distance / std::sqrt(variance));
  return test;
}

}  // namespace wattle::search
