// SPDX-License-Identifier: MIT
#include "search/statistics/friedman.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "search/statistics/distributions.h"
#include "search/statistics/ranks.h"

namespace wattle::search {
namespace {

using Eigen::Index;

struct RankedBlocks {
  Eigen::MatrixXd ranks;  ///< n x k
  double tie_sum = 0.0;
  bool all_alike = true;  ///< every block has the ranks of the first
  bool all_tied = true;   ///< every block is one tie
};

RankedBlocks rank_blocks(const Eigen::MatrixXd& values) {
  RankedBlocks result;
  result.ranks.resize(values.rows(), values.cols());
  std::vector<double> block(static_cast<std::size_t>(values.cols()));
  for (Index i = 0; i < values.rows(); ++i) {
    for (Index j = 0; j < values.cols(); ++j) block[static_cast<std::size_t>(j)] = values(i, j);
    const Ranks ranks = mid_ranks(block);
    result.tie_sum += ranks.tie_sum;
    result.all_tied = result.all_tied && ranks.all_tied();
    for (Index j = 0; j < values.cols(); ++j) {
      result.ranks(i, j) = ranks.ranks[static_cast<std::size_t>(j)];
    }
    result.all_alike = result.all_alike && result.ranks.row(i) == result.ranks.row(0);
  }
  return result;
}

/// log of the number of different orders of a block: k! / product of t! over its ties.
double log_orders(const Eigen::VectorXd& ranks) {
  std::vector<double> sorted(ranks.begin(), ranks.end());
  std::sort(sorted.begin(), sorted.end());
  double result = std::lgamma(static_cast<double>(sorted.size()) + 1.0);
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t end = first;
    while (end < sorted.size() && sorted[end] == sorted[first]) ++end;
    result -= std::lgamma(static_cast<double>(end - first) + 1.0);
    first = end;
  }
  return result;
}

std::string defect_of(const Eigen::MatrixXd& values) {
  if (values.rows() < 2) return "there are fewer than two blocks";
  if (values.cols() < 2) return "there are fewer than two treatments";
  return values.array().isNaN().any() ? "a value is not a number" : "";
}

void test_ranks(const RankedBlocks& blocks, FriedmanSummary& summary) {
  const double n = summary.blocks;
  const double k = summary.treatments;
  SignificanceTest& chi_squared = summary.chi_squared;
  SignificanceTest& f = summary.f;
  if (blocks.all_tied) {
    for (SignificanceTest* const test : {&chi_squared, &f}) {
      test->statistic = 0.0;
      test->p_value = 1.0;
      test->method = StatisticalMethod::kExact;
    }
    return;
  }
  const double untied = 1.0 - blocks.tie_sum / (n * k * (k * k - 1.0));
  double squares = 0.0;
  for (const double rank : summary.average_ranks) squares += std::pow(rank - 0.5 * (k + 1.0), 2);
  const double statistic = 12.0 * n / (k * (k + 1.0)) * squares / untied;
  summary.agreement = std::min(1.0, statistic / (n * (k - 1.0)));
  chi_squared.statistic = statistic;
  chi_squared.p_value = chi_squared_upper(statistic, k - 1.0);
  chi_squared.method = StatisticalMethod::kChiSquared;
  if (blocks.all_alike) {
    f.statistic = std::numeric_limits<double>::infinity();
    f.p_value = std::exp(-(n - 1.0) * log_orders(blocks.ranks.row(0)));
    f.method = StatisticalMethod::kExact;
    return;
  }
  f.statistic = (n - 1.0) * statistic / (n * (k - 1.0) - statistic);
  f.p_value = f_upper(*f.statistic, k - 1.0, (k - 1.0) * (n - 1.0));
  f.method = StatisticalMethod::kF;
}

}  // namespace

FriedmanSummary friedman(const Eigen::MatrixXd& values) {
  FriedmanSummary summary;
  summary.blocks = static_cast<int>(values.rows());
  summary.treatments = static_cast<int>(values.cols());
  summary.chi_squared.n = summary.f.n = summary.blocks;
  summary.chi_squared.reason = summary.f.reason = defect_of(values);
  if (!summary.chi_squared.reason.empty()) return summary;

  const double freedom = summary.treatments - 1.0;
  summary.chi_squared.degrees_of_freedom = summary.f.degrees_of_freedom = freedom;
  summary.f.error_degrees_of_freedom = freedom * (summary.blocks - 1.0);
  const RankedBlocks blocks = rank_blocks(values);
  const Eigen::VectorXd averages = blocks.ranks.colwise().mean();
  summary.average_ranks.assign(averages.begin(), averages.end());
  test_ranks(blocks, summary);
  return summary;
}

}  // namespace wattle::search
