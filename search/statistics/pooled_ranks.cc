// SPDX-License-Identifier: MIT
#include "search/statistics/pooled_ranks.h"

#include <numeric>

#include "search/statistics/ranks.h"
#include "search/statistics/summary.h"

namespace wattle::search {

PooledRanks pool_ranks(std::span<const std::vector<double>> groups) {
  PooledRanks result;
  std::vector<double> all;
  for (const std::vector<double>& group : groups) {
    if (result.reason.empty()) result.reason = ranking_defect(group);
    all.insert(all.end(), group.begin(), group.end());
  }
  if (groups.size() < 2) result.reason = "there are fewer than two groups";
  if (!result.reason.empty()) return result;

  const Ranks ranks = mid_ranks(all);
  result.size = static_cast<double>(all.size());
  result.tie_sum = ranks.tie_sum;
  result.all_tied = ranks.all_tied();
  auto begin = ranks.ranks.begin();
  for (const std::vector<double>& group : groups) {
    const auto end = begin + static_cast<std::ptrdiff_t>(group.size());
    result.average_ranks.push_back(std::accumulate(begin, end, 0.0) /
                                   static_cast<double>(group.size()));
    begin = end;
  }
  return result;
}

}  // namespace wattle::search
