// SPDX-License-Identifier: MIT
// Constraints and two objectives.
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

#include "tests/benchmarks/search/problem.h"

namespace wattle::search::benchmarks {
namespace {

using std::numbers::pi;

double square(double x) { return x * x; }

nlohmann::json within_zero() {
  return {{"kind", "within"},
          {"metric", "value"},
          {"direction", "minimize"},
          {"bound_metric", "constraint"},
          {"at_most", 0.0}};
}

/// x0 + x1 subject to 3/2 - x0 - 2 x1 - sin(2 pi (x0^2 - 2 x1)) / 2 <= 0; the bound is active at
/// the minimum, near (0.1951, 0.4047) [Gramacy2016].
Problem constrained_gramacy() {
  Problem problem;
  problem.space = cube(2, 0.0, 1.0);
  problem.goal = within_zero();
  problem.optimum = 0.59978805201;
  problem.measure = [](const Parameters& parameters) {
    const std::vector<double> x = inputs(parameters);
    const double bound =
        1.5 - x[0] - 2.0 * x[1] - 0.5 * std::sin(2.0 * pi * (x[0] * x[0] - 2.0 * x[1]));
    return std::optional<Metrics>({{"value", x[0] + x[1]}, {"constraint", bound}});
  };
  return problem;
}

/// Hartmann 6 inside the unit ball, 8 % of the box [Letham2019]; the minimum is inside.
Problem constrained_hartmann6() {
  Problem problem;
  problem.space = cube(6, 0.0, 1.0);
  problem.goal = within_zero();
  problem.optimum = -3.3223680114155147;
  problem.measure = [](const Parameters& parameters) {
    const std::vector<double> x = inputs(parameters);
    double squares = 0.0;
    for (const double v : x) squares += v * v;
    return std::optional<Metrics>({{"value", shifted("hartmann6", x, std::vector<double>(6, 0.0))},
                                   {"constraint", std::sqrt(squares) - 1.0}});
  };
  return problem;
}

Problem trade_off(nlohmann::json space,
                  std::function<std::array<double, 2>(const std::vector<double>&)> objectives) {
  Problem problem;
  problem.space = std::move(space);
  problem.goal = {{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}};
  problem.measure = [objectives = std::move(objectives)](const Parameters& parameters) {
    const auto [value, log_joules] = objectives(inputs(parameters));
    return std::optional<Metrics>({{"value", value}, {"train_joules", std::pow(10.0, log_joules)}});
  };
  return problem;
}

/// DTLZ2 in 6 dimensions [Deb2002b]: (1 + g) (cos, sin)(pi x0 / 2), g = sum (x_j - 1/2)^2. The
/// front is a quarter of the unit circle, which leaves 1.1^2 - pi/4 below (1.1, 1.1).
Problem pareto_dtlz6() {
  Problem problem = trade_off(cube(6, 0.0, 1.0), [](const std::vector<double>& x) {
    double radius = 1.0;
    for (std::size_t j = 1; j < x.size(); ++j) radius += square(x[j] - 0.5);
    const double angle = 0.5 * pi * x[0];
    return std::array<double, 2>{radius * std::cos(angle), radius * std::sin(angle)};
  });
  problem.reference = {1.1, 1.1};
  problem.optimum = 1.21 - pi / 4.0;
  return problem;
}

double currin(double x0, double x1) {
  const double shade = x1 > 0.0 ? 1.0 - std::exp(-0.5 / x1) : 1.0;
  const double above = 2300.0 * x0 * x0 * x0 + 1900.0 * x0 * x0 + 2092.0 * x0 + 60.0;
  const double below = 100.0 * x0 * x0 * x0 + 500.0 * x0 * x0 + 4.0 * x0 + 20.0;
  return shade * above / below;
}

/// Branin and Currin on the unit square [Belakaria2019]; the hypervolume below (18, 6) is that of
/// BoTorch's table of test problems.
Problem pareto_branin_currin() {
  Problem problem = trade_off(cube(2, 0.0, 1.0), [](const std::vector<double>& x) {
    const std::vector<double> scaled{15.0 * x[0] - 5.0, 15.0 * x[1]};
    return std::array<double, 2>{shifted("branin", scaled, {0.0, 0.0}), currin(x[0], x[1])};
  });
  problem.reference = {18.0, 6.0};
  problem.optimum = 59.36011874867746;
  return problem;
}

}  // namespace

std::vector<ProblemRow> trade_off_problems() {
  return {
      {"constrained_gramacy", constrained_gramacy},
      {"constrained_hartmann6", constrained_hartmann6},
      {"pareto_dtlz6", pareto_dtlz6},
      {"pareto_branin_currin", pareto_branin_currin},
  };
}

}  // namespace wattle::search::benchmarks
