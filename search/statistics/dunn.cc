// SPDX-License-Identifier: MIT
#include "search/statistics/dunn.h"

#include <cmath>
#include <optional>

#include "search/statistics/distributions.h"
#include "search/statistics/holm.h"
#include "search/statistics/pooled_ranks.h"

namespace wattle::search {

DunnSummary dunn(std::span<const std::vector<double>> groups) {
  const PooledRanks pooled = pool_ranks(groups);
  DunnSummary summary;
  summary.reason = pooled.reason;
  if (!summary.reason.empty()) return summary;

  const double size = pooled.size;
  const double variance =
      pooled.all_tied ? 0.0 : (size * (size + 1.0) - pooled.tie_sum / (size - 1.0)) / 12.0;
  std::vector<std::optional<double>> p_values;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      DunnPair pair;
      pair.first = i;
      pair.second = j;
      if (variance > 0.0) {
        const double weight = 1.0 / static_cast<double>(groups[i].size()) +
                              1.0 / static_cast<double>(groups[j].size());
        pair.z = (pooled.average_ranks[i] - pooled.average_ranks[j]) / std::sqrt(variance * weight);
        pair.p_value = normal_two_sided(pair.z);
      }
      p_values.emplace_back(pair.p_value);
      summary.pairs.push_back(pair);
    }
  }
  const std::vector<std::optional<double>> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    summary.pairs[i].adjusted_p_value = adjusted[i].value_or(1.0);
  }
  return summary;
}

}  // namespace wattle::search
