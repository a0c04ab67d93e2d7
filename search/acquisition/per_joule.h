// SPDX-License-Identifier: MIT
// What a point is worth for the energy it takes.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/acquisition/acquisition.h"
#include "search/gp/gaussian_process.h"

namespace wattle::search {

/// log(utility / E[joules]^exponent) for an acquisition that is the log of a utility
/// [Lee2020]. With log10 joules ~ N(m, v), joules are log-normal and
///   log E[joules] = c m + c^2 v / 2,  c = log 10.
/// The mean and not the median, since it is the sum of joules that a budget limits: the utility
/// gained over many trials by the joules they take tends to the ratio of the two expectations.
class PerJoule final : public Acquisition {
 public:
  /// `log_utility` and `log10_joules` must outlive this. An exponent of 0 leaves the utility as it
  /// is, and 1 is utility per joule.
  PerJoule(const Acquisition& log_utility, const GaussianProcess& log10_joules, double exponent)
      : log_utility_(&log_utility), log10_joules_(&log10_joules), exponent_(exponent) {}

  Eigen::VectorXd values(const Eigen::MatrixXd& points) const override;
  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const override;

 private:
  const Acquisition* log_utility_;
  const GaussianProcess* log10_joules_;
  double exponent_;
};

/// One limit of a budget: trials, seconds or joules.
struct LimitUse {
  double used = 0.0;
  double limit = 0.0;
};

/// The share of a budget that is used, in [0, 1]: that of the limit which is nearest to being
/// reached. 0 without limits; a limit of 0 is used up.
double budget_share(const std::vector<LimitUse>& limits);

/// The exponent cooled: 1 as long as no more is used than at `start`, the end of the initial
/// design, then linearly to 0 when the budget is used up [Lee2020]. Early on many cheap
/// trials teach most; in the end only quality counts. Shares are in [0, 1].
double joules_exponent(double used, double start = 0.0);

}  // namespace wattle::search
