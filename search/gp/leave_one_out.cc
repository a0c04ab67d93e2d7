// SPDX-License-Identifier: MIT
#include "search/gp/leave_one_out.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// 0, 1, ... from the least value, less their mean; equal values share a rank.
VectorXd centred_ranks(const VectorXd& values) {
  std::vector<Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index i, Index j) { return values[i] < values[j]; });
  VectorXd ranks(values.size());
  const double middle = 0.5 * (static_cast<double>(values.size()) - 1.0);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double shared = 0.5 * static_cast<double>(first + end - 1);
    for (; first < end; ++first) ranks[order[first]] = shared - middle;
  }
  return ranks;
}

}  // namespace

LeaveOneOut leave_one_out(const GaussianProcess& process) {
  const Eigen::ArrayXd precision = inverse(process.lower()).diagonal();
  const Eigen::ArrayXd alpha = process.weights().col(0);
  const double scale = process.standardisation().scale;
  LeaveOneOut result;
  result.outcome = process.outputs();
  result.mean = result.outcome.array() - scale * alpha / precision;
  result.variance = scale * scale / precision;
  result.residual = alpha / precision.sqrt();
  result.log_density = -0.5 * (result.residual.array().square() +
                               (2.0 * std::numbers::pi * result.variance.array()).log());
  return result;
}

nlohmann::json LeaveOneOut::to_json() const {
  const auto n = static_cast<double>(outcome.size());
  const auto beyond = static_cast<double>((residual.array().abs() > 2.0).count());
  const std::optional<double> correlation = rank_correlation(mean, outcome);
  return {{"observations", outcome.size()},
          {"share_beyond_two", beyond / n},
          {"mean_log_density", log_density.mean()},
          {"rank_correlation", correlation ? nlohmann::json(*correlation) : nlohmann::json()}};
}

std::optional<double> rank_correlation(const VectorXd& a, const VectorXd& b) {
  const VectorXd a_ranks = centred_ranks(a);
  const VectorXd b_ranks = centred_ranks(b);
  const double size = std::sqrt(a_ranks.squaredNorm() * b_ranks.squaredNorm());
  if (size == 0.0) return std::nullopt;
  return a_ranks.dot(b_ranks) / size;
}

}  // namespace wattle::search
