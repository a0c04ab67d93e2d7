// SPDX-License-Identifier: MIT
#include "search/acquisition/per_joule.h"

#include <algorithm>
#include <numbers>

namespace wattle::search {

using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kLog10 = std::numbers::ln10;

}  // namespace

VectorXd PerJoule::values(const MatrixXd& points) const {
  VectorXd result = log_utility_->values(points);
  if (exponent_ == 0.0) return result;
  const Posterior joules = log10_joules_->posterior(points);
  result -= exponent_ * kLog10 * (joules.mean + 0.5 * kLog10 * joules.variance);
  return result;
}

double PerJoule::value(const VectorXd& point, VectorXd& gradient) const {
  const double utility = log_utility_->value(point, gradient);
  if (exponent_ == 0.0) return utility;
  const PosteriorGradient joules = log10_joules_->posterior_gradient(point);
  gradient -= exponent_ * kLog10 * (joules.mean_gradient + 0.5 * kLog10 * joules.variance_gradient);
  return utility - exponent_ * kLog10 * (joules.mean + 0.5 * kLog10 * joules.variance);
}

double budget_share(const std::vector<LimitUse>& limits) {
  double share = 0.0;
  for (const LimitUse& use : limits) {
    share = std::max(share, use.used < use.limit ? use.used / use.limit : 1.0);
  }
  return share;
}

double joules_exponent(double used, double start) {
  if (used <= start) return 1.0;
  return std::max(0.0, (1.0 - used) / (1.0 - start));
}

}  // namespace wattle::search
