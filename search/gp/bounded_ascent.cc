// SPDX-License-Identifier: MIT
#include "search/gp/bounded_ascent.h"

#include <nlopt.h>

#include <cmath>
#include <limits>
#include <memory>

namespace wattle::search {
namespace {

using Eigen::VectorXd;

struct Climb {
  const SmoothFunction* function;
  Ascent best;
};

/// What NLopt calls: remembers the best point itself, because NLopt forgets it when it stops early.
double evaluate(unsigned size, const double* x, double* gradient, void* data) {
  Climb& climb = *static_cast<Climb*>(data);
  const VectorXd point = Eigen::Map<const VectorXd>(x, size);
  VectorXd slope(size);
  const double value = (*climb.function)(point, gradient == nullptr ? nullptr : &slope);
  ++climb.best.evaluations;
  const bool finite = std::isfinite(value) && (gradient == nullptr || slope.allFinite());
  if (gradient != nullptr) {
    Eigen::Map<VectorXd>(gradient, size) = finite ? slope : VectorXd::Zero(size);
  }
  if (finite && value > climb.best.value) {
    climb.best.value = value;
    climb.best.point = point;
  }
  // Far below any value a start can have, yet finite: line searches interpolate between values.
  constexpr double kNothing = -1e100;
  return finite ? value : kNothing;
}

AscentStatus translate(nlopt_result result) {
  switch (result) {
    case NLOPT_SUCCESS:
    case NLOPT_FTOL_REACHED:
    case NLOPT_XTOL_REACHED:
    case NLOPT_STOPVAL_REACHED:
      return AscentStatus::kConverged;
    case NLOPT_MAXEVAL_REACHED:
    case NLOPT_MAXTIME_REACHED:
      return AscentStatus::kEvaluations;
    default:
      return AscentStatus::kStalled;
  }
}

}  // namespace

std::string_view to_string(AscentStatus status) {
  switch (status) {
    case AscentStatus::kConverged:
      return "converged";
    case AscentStatus::kEvaluations:
      return "evaluations";
    case AscentStatus::kStalled:
      return "stalled";
  }
  return "";
}

Ascent ascend(const SmoothFunction& function, const VectorXd& start, const VectorXd& lower,
              const VectorXd& upper, const AscentOptions& options) {
  VectorXd x = start.cwiseMax(lower).cwiseMin(upper);
  Climb climb{&function, {x, -std::numeric_limits<double>::infinity(), 0, {}}};
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(
      nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(x.size())), &nlopt_destroy);
  if (optimiser == nullptr || x.size() == 0) {
    evaluate(static_cast<unsigned>(x.size()), x.data(), nullptr, &climb);
    return climb.best;
  }
  nlopt_set_max_objective(optimiser.get(), &evaluate, &climb);
  nlopt_set_lower_bounds(optimiser.get(), lower.data());
  nlopt_set_upper_bounds(optimiser.get(), upper.data());
  nlopt_set_maxeval(optimiser.get(), options.max_evaluations);
  nlopt_set_ftol_abs(optimiser.get(), options.value_tolerance);
  nlopt_set_xtol_abs1(optimiser.get(), options.step_tolerance);
  double value = 0.0;
  climb.best.status = translate(nlopt_optimize(optimiser.get(), x.data(), &value));
  return climb.best;
}

}  // namespace wattle::search
