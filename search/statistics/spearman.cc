// SPDX-License-Identifier: MIT
#include "search/statistics/spearman.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "search/statistics/distributions.h"
#include "search/statistics/ranks.h"

namespace wattle::search {
namespace {

/// 4 n times the covariance of two lists of mid-ranks, a whole number.
class ScaledCovariance {
 public:
  ScaledCovariance(const Ranks& x, const Ranks& y) : x_(doubled(x)), y_(doubled(y)) {}

  std::int64_t value() const { return of(y_); }
  std::int64_t x_variance() const { return covariance(x_, x_); }
  std::int64_t y_variance() const { return covariance(y_, y_); }

  /// The share of all orders of y that are as far from 0. n! steps.
  double share_as_far() const {
    const std::int64_t here = std::abs(value());
    std::vector<std::int64_t> order = y_;
    std::sort(order.begin(), order.end());
    std::int64_t as_far = 0;
    std::int64_t all = 0;
    do {  // orders that differ only within ties are visited once, each as often as the others
      ++all;
      if (std::abs(of(order)) >= here) ++as_far;
    } while (std::next_permutation(order.begin(), order.end()));
    return static_cast<double>(as_far) / static_cast<double>(all);
  }

 private:
  static std::vector<std::int64_t> doubled(const Ranks& ranks) {
    std::vector<std::int64_t> result;
    for (const double rank : ranks.ranks) result.push_back(std::llround(2.0 * rank));
    return result;
  }
  static std::int64_t covariance(const std::vector<std::int64_t>& a,
                                 const std::vector<std::int64_t>& b) {
    const auto n = static_cast<std::int64_t>(a.size());
    std::int64_t products = 0;
    for (std::size_t i = 0; i < a.size(); ++i) products += a[i] * b[i];
    return n * products - n * (n + 1) * n * (n + 1);  // each list adds up to n (n + 1)
  }
  std::int64_t of(const std::vector<std::int64_t>& y) const { return covariance(x_, y); }

  std::vector<std::int64_t> x_;
  std::vector<std::int64_t> y_;
};

std::string defect_of(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) return "the samples differ in size";
  if (x.size() < 3) return "there are fewer than three pairs";
  if (std::string defect = ranking_defect(x); !defect.empty()) return defect;
  return ranking_defect(y);
}

void find_p_value(const ScaledCovariance& covariance, double rho, const SpearmanOptions& options,
                  SignificanceTest& test) {
  if (test.n <= options.largest_exact) {
    test.method = StatisticalMethod::kExact;
    test.p_value = covariance.share_as_far();
    return;
  }
  test.method = StatisticalMethod::kStudentT;
  test.degrees_of_freedom = test.n - 2.0;
  const double unexplained = (1.0 - rho) * (1.0 + rho);
  const double t = unexplained > 0.0 ? rho * std::sqrt(test.degrees_of_freedom / unexplained)
                                     : std::numeric_limits<double>::infinity();
  test.p_value = student_t_two_sided(t, test.degrees_of_freedom);
}

Estimate with_interval(double rho, int n, double confidence) {
  Estimate estimate;
  estimate.value = rho;
  estimate.n = n;
  if (n < 4) {
    estimate.reason = "there are too few pairs for an interval";
  } else if (std::abs(rho) >= 1.0) {
    estimate.reason = "the ranks agree wholly, and the interval's formula does not hold there";
  } else {
    const double z = normal_quantile(0.5 + 0.5 * confidence);
    const double half_width = z * std::sqrt((1.0 + 0.5 * rho * rho) / (n - 3.0));
    estimate.interval = {std::tanh(std::atanh(rho) - half_width),
                         std::tanh(std::atanh(rho) + half_width), confidence};
    estimate.method = StatisticalMethod::kNormal;
  }
  return estimate;
}

}  // namespace

SpearmanSummary spearman(std::span<const double> x, std::span<const double> y,
                         const SpearmanOptions& options) {
  SpearmanSummary summary;
  summary.test.n = summary.correlation.n = static_cast<int>(x.size());
  std::string reason = defect_of(x, y);
  if (reason.empty()) {
    const Ranks x_ranks = mid_ranks(x);
    const Ranks y_ranks = mid_ranks(y);
    if (!x_ranks.all_tied() && !y_ranks.all_tied()) {
      const ScaledCovariance covariance(x_ranks, y_ranks);
      const double rho = static_cast<double>(covariance.value()) /
                         (std::sqrt(static_cast<double>(covariance.x_variance())) *
                          std::sqrt(static_cast<double>(covariance.y_variance())));
      const double bounded = std::clamp(rho, -1.0, 1.0);
      summary.test.statistic = bounded;
      find_p_value(covariance, bounded, options, summary.test);
      summary.correlation = with_interval(bounded, summary.test.n, options.confidence);
      return summary;
    }
    reason = "all values of a sample are equal";
  }
  summary.test.reason = summary.correlation.reason = reason;
  return summary;
}

}  // namespace wattle::search
