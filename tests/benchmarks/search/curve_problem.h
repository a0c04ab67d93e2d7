// SPDX-License-Identifier: MIT
// Problems with a learning curve at every point, to measure strategies and pruners together on.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/benchmarks/search/problem.h"

namespace wattle::search::benchmarks {

/// The metric "value" after each of `steps` steps, to be minimised over x0 .. x(d-1) in [0, 1].
struct CurveProblem {
  std::string name;
  int dimension = 0;
  int steps = 27;
  /// Without noise, at x after a step from 1 on.
  std::function<double(const std::vector<double>& x, int step)> loss;
  double optimum = 0.0;  ///< the least loss after the last step; see make_curve_problem
  double noise = 0.01;   ///< standard deviation of what each report adds, over sqrt(step)
};

/// Each is a floor f(x), a known function scaled to about [0, 1], which is neared by a power of
/// the step: f + c s^-a.
///   parallel_branin, parallel_hartmann6   c = 0.5 and a = 0.7 everywhere: the first step tells
///                                         the order
///   crossing_branin, crossing_hartmann6   c = 0.3 + 0.7 (1 - x0), a = 0.5 + 0.5 x1: a large x0
///                                         starts low, which says nothing about its end
std::vector<std::string> curve_problem_names();
/// nullopt when there is none of that name. The optimum is the best that pattern searches from
/// the 20 best of 20,000 points find; to 1e-6 in x. Takes some hundredths of a second.
std::optional<CurveProblem> make_curve_problem(std::string_view name);

}  // namespace wattle::search::benchmarks
