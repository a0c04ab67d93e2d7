// SPDX-License-Identifier: MIT
#include "search/gp/worse_half.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

VectorXd compress_worse_half(const VectorXd& values) {
  constexpr Index kFew = 4;
  const Index n = values.size();
  if (n < kFew) return values;
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return values[a] < values[b]; });
  VectorXd sorted = values(order);
  const Index better = (n + 1) / 2;
  const double median = sorted[better - 1];
  // Relative to the largest, so that no square under- or overflows.
  const double largest = median - sorted[0];
  if (!(largest > 0.0)) return values;
  const double spread =
      largest * std::sqrt(((median - sorted.head(better).array()) / largest).square().mean());
  const boost::math::normal normal;
  const double worst = median + spread * quantile(normal, 1.0 - 0.5 / static_cast<double>(n));
  if (!std::isfinite(worst)) return values;

  VectorXd result = values;
  for (Index first = better; first < n;) {
    Index last = first;
    while (last + 1 < n && sorted[last + 1] == sorted[first]) ++last;
    const double middle_rank = 0.5 * static_cast<double>(first + last) + 1.0;
    const double score = quantile(normal, (middle_rank - 0.5) / static_cast<double>(n));
    for (Index i = first; i <= last; ++i) {
      // Those equal to the median belong to the better half.
      if (sorted[i] > median) {
        result[order[static_cast<std::size_t>(i)]] = median + spread * std::max(score, 0.0);
      }
    }
    first = last + 1;
  }
  return result;
}

}  // namespace wattle::search
