// SPDX-License-Identifier: MIT
#include "search/statistics/rank_sum_distribution.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace wattle::search {
namespace {

std::vector<std::size_t> doubled(std::span<const double> ranks) {
  std::vector<std::size_t> result;
  result.reserve(ranks.size());
  for (const double rank : ranks) result.push_back(static_cast<std::size_t>(std::lround(2 * rank)));
  return result;
}

std::size_t total(const std::vector<std::size_t>& values) {
  std::size_t sum = 0;
  for (const std::size_t value : values) sum += value;
  return sum;
}

}  // namespace

HalfIntegerDistribution::HalfIntegerDistribution(std::vector<double> probabilities)
    : lower_(probabilities), upper_(std::move(probabilities)) {
  for (std::size_t s = 1; s < lower_.size(); ++s) lower_[s] += lower_[s - 1];
  for (std::size_t s = upper_.size() - 1; s > 0; --s) upper_[s - 1] += upper_[s];
}

double HalfIntegerDistribution::lower(double sum) const {
  if (sum < 0.0) return 0.0;
  const auto s = static_cast<std::size_t>(std::lround(2.0 * sum));
  return s < lower_.size() ? lower_[s] : 1.0;
}

double HalfIntegerDistribution::upper(double sum) const {
  if (sum <= 0.0) return 1.0;
  const auto s = static_cast<std::size_t>(std::lround(2.0 * sum));
  return s < upper_.size() ? upper_[s] : 0.0;
}

double HalfIntegerDistribution::two_sided(double sum) const {
  return std::min(1.0, 2.0 * std::min(lower(sum), upper(sum)));
}

HalfIntegerDistribution signed_rank_distribution(std::span<const double> ranks) {
  const std::vector<std::size_t> weights = doubled(ranks);
  std::vector<double> probabilities(total(weights) + 1, 0.0);
  probabilities[0] = 1.0;
  std::size_t reached = 0;
  for (const std::size_t weight : weights) {
    reached += weight;
    for (std::size_t s = reached + 1; s-- > 0;) {
      const double with = s >= weight ? probabilities[s - weight] : 0.0;
      probabilities[s] = 0.5 * (probabilities[s] + with);
    }
  }
  return HalfIntegerDistribution(std::move(probabilities));
}

HalfIntegerDistribution rank_sum_distribution(std::span<const double> ranks, int size) {
  const std::vector<std::size_t> weights = doubled(ranks);
  const auto chosen = static_cast<std::size_t>(size);
  // counts[k][s]: subsets of k of the ranks seen so far whose doubled sum is s.
  std::vector<std::vector<double>> counts(chosen + 1, std::vector<double>(total(weights) + 1, 0.0));
  counts[0][0] = 1.0;
  std::size_t reached = 0;
  for (const std::size_t weight : weights) {
    reached += weight;
    for (std::size_t k = chosen; k > 0; --k) {
      for (std::size_t s = reached; s >= weight; --s) counts[k][s] += counts[k - 1][s - weight];
    }
  }
  std::vector<double> probabilities = std::move(counts[chosen]);
  double subsets = 0.0;
  for (const double count : probabilities) subsets += count;
  for (double& probability : probabilities) probability /= subsets;
  return HalfIntegerDistribution(std::move(probabilities));
}

}  // namespace wattle::search
