// SPDX-License-Identifier: MIT
#include "search/statistics/wilcoxon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "search/statistics/distributions.h"
#include "search/statistics/quantiles.h"
#include "search/statistics/rank_sum_distribution.h"
#include "search/statistics/ranks.h"

namespace wattle::search {
namespace {

/// Ranks of the differences that are not zero, in order, with their signs.
struct SignedRanks {
  std::vector<double> ranks;
  double positive = 0.0;
  double negative = 0.0;
  int zeros = 0;
};

SignedRanks signed_ranks(const std::vector<double>& differences, ZeroDifferences rule) {
  std::vector<double> ranked;
  SignedRanks result;
  for (const double difference : differences) {
    if (difference == 0.0) ++result.zeros;
    if (difference != 0.0 || rule == ZeroDifferences::kPratt) ranked.push_back(difference);
  }
  std::vector<double> sizes;
  sizes.reserve(ranked.size());
  for (const double difference : ranked) sizes.push_back(std::abs(difference));
  const Ranks ranks = mid_ranks(sizes);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (ranked[i] == 0.0) continue;
    result.ranks.push_back(ranks.ranks[i]);
    (ranked[i] > 0.0 ? result.positive : result.negative) += ranks.ranks[i];
  }
  return result;
}

double normal_p(const SignedRanks& signs) {
  double mean = 0.0;
  double variance = 0.0;
  for (const double rank : signs.ranks) {
    mean += 0.5 * rank;
    variance += 0.25 * rank * rank;
  }
  const double distance = std::max(0.0, std::abs(signs.positive - mean) - 0.5);
  return normal_two_sided(distance / std::sqrt(variance));
}

std::vector<double> walsh_averages(const std::vector<double>& differences) {
  std::vector<double> averages;
  averages.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    for (std::size_t j = i; j < differences.size(); ++j) {
      averages.push_back(0.5 * differences[i] + 0.5 * differences[j]);
    }
  }
  std::sort(averages.begin(), averages.end());
  return averages;
}

/// The largest k with P(W+ < k) <= tail for n ranks without ties; 0 where there is none.
std::size_t exact_critical_rank(int n, double tail) {
  std::vector<double> ranks(static_cast<std::size_t>(n));
  std::iota(ranks.begin(), ranks.end(), 1.0);
  const HalfIntegerDistribution distribution = signed_rank_distribution(ranks);
  std::size_t k = 0;
  while (distribution.lower(static_cast<double>(k)) <= tail) ++k;
  return k;
}

std::size_t normal_critical_rank(int n, double tail) {
  const double size = n;
  const double mean = size * (size + 1.0) / 4.0;
  const double variance = mean * (2.0 * size + 1.0) / 6.0;
  const double rank = std::floor(mean + normal_quantile(tail) * std::sqrt(variance));
  return rank < 1.0 ? 0 : static_cast<std::size_t>(rank);
}

Estimate estimate_shift(const std::vector<double>& differences, const WilcoxonOptions& options) {
  Estimate shift;
  shift.n = static_cast<int>(differences.size());
  if (shift.n > options.largest_shift) {
    shift.reason = "there are too many pairs to compare each with each";
    return shift;
  }
  const std::vector<double> averages = walsh_averages(differences);
  shift.value = sorted_quantile(averages, 0.5);
  const double tail = 0.5 * (1.0 - options.confidence);
  const bool exact = shift.n <= options.largest_exact;
  const std::size_t k =
      exact ? exact_critical_rank(shift.n, tail) : normal_critical_rank(shift.n, tail);
  if (k == 0) {
    shift.reason = "there are too few pairs for an interval of this confidence";
    return shift;
  }
  shift.interval = {averages[k - 1], averages[averages.size() - k], options.confidence};
  shift.method = exact ? StatisticalMethod::kExact : StatisticalMethod::kNormal;
  return shift;
}

}  // namespace

WilcoxonSummary wilcoxon_signed_rank(std::span<const double> x, std::span<const double> y,
                                     const WilcoxonOptions& options) {
  WilcoxonSummary summary;
  summary.test.n = static_cast<int>(x.size());
  summary.test.reason = pairing_defect(x, y);
  if (!summary.test.reason.empty()) {
    summary.shift.reason = summary.test.reason;
    return summary;
  }
  std::vector<double> differences(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) differences[i] = x[i] - y[i];
  const SignedRanks signs = signed_ranks(differences, options.zeros);
  summary.positive_ranks = signs.positive;
  summary.negative_ranks = signs.negative;
  summary.zeros = signs.zeros;
  summary.test.statistic = signs.positive;
  if (summary.test.n <= options.largest_exact || signs.ranks.empty()) {
    summary.test.method = StatisticalMethod::kExact;
    summary.test.p_value = signed_rank_distribution(signs.ranks).two_sided(signs.positive);
  } else {
    summary.test.method = StatisticalMethod::kNormal;
    summary.test.p_value = normal_p(signs);
  }
  summary.shift = estimate_shift(differences, options);
  return summary;
}

}  // namespace wattle::search
