// SPDX-License-Identifier: MIT
// Boxes of real numbers. Functions and minima: [Surjanovic2013].
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/benchmarks/search/problem.h"

namespace wattle::search::benchmarks {
namespace {

using std::numbers::pi;

constexpr double kBraninMinimum = 0.39788735772973816;
constexpr double kHartmann6Minimum = -3.3223680114155147;
/// Of (z^4 - 16 z^2 + 5 z) / 2, at z = -2.9035340277711770.
constexpr double kStyblinskiTangMinimum = -39.166165703771415;

using Function = std::function<double(const std::vector<double>&)>;

Problem minimise(nlohmann::json space, double optimum, Function function) {
  Problem problem;
  problem.space = std::move(space);
  problem.goal = {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}};
  problem.optimum = optimum;
  problem.measure = [function = std::move(function)](const Parameters& parameters) {
    return std::optional<Metrics>({{"value", function(inputs(parameters))}});
  };
  return problem;
}

Problem branin() {
  const nlohmann::json space = {{"x0", {{"type", "float"}, {"low", -5.0}, {"high", 10.0}}},
                                {"x1", {{"type", "float"}, {"low", 0.0}, {"high", 15.0}}}};
  return minimise(space, kBraninMinimum, [](const auto& x) {
    return shifted("branin", x, {0.0, 0.0});
  });
}

Problem hartmann6() {
  return minimise(cube(6, 0.0, 1.0), kHartmann6Minimum, [](const auto& x) {
    return shifted("hartmann6", x, std::vector<double>(6, 0.0));
  });
}

/// With the minimum at x_j = 1.7 sin(1 + j) instead of the middle of a symmetric box.
Problem ackley10() {
  return minimise(cube(10, -5.0, 10.0), 0.0,
                  [](const auto& x) { return shifted("ackley", x, sine_shift(10, 1.7, 1.0)); });
}

Problem rosenbrock8() {
  return minimise(cube(8, -5.0, 10.0), 0.0, [](const auto& x) {
    return shifted("rosenbrock", x, std::vector<double>(8, 0.0));
  });
}

Problem levy10() {
  return minimise(cube(10, -10.0, 10.0), 0.0,
                  [](const auto& x) { return shifted("levy", x, sine_shift(10, 3.0, 2.0)); });
}

/// 1 + sum z_j^2 / 4000 - prod cos(z_j / sqrt(j + 1)).
Problem griewank6() {
  return minimise(cube(6, -60.0, 60.0), 0.0, [](const auto& x) {
    const std::vector<double> shift = sine_shift(6, 20.0, 1.0);
    double sum = 1.0;
    double product = 1.0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double z = x[j] - shift[j];
      sum += z * z / 4000.0;
      product *= std::cos(z / std::sqrt(static_cast<double>(j + 1)));
    }
    return sum - product;
  });
}

double styblinski_tang(double z) { return (z * z * z * z - 16.0 * z * z + 5.0 * z) / 2.0; }

Problem styblinski_tang8() {
  return minimise(cube(8, -5.0, 5.0), 8.0 * kStyblinskiTangMinimum, [](const auto& x) {
    double sum = 0.0;
    for (const double z : x) sum += styblinski_tang(z);
    return sum;
  });
}

/// -sin(x) sin(j x^2 / pi)^20, the j-th term from 1.
double michalewicz(double x, int term) {
  return -std::sin(x) * std::pow(std::sin(term * x * x / pi), 20);
}

/// The sum is separable, so the minimum is the sum of the terms' minima. A step of 3e-6 leaves
/// below term^2 x 1e-9 of error at the smooth minimum of a term (second derivative below 500).
double michalewicz_minimum(int dimension) {
  constexpr int kSteps = 1'000'000;
  double sum = 0.0;
  for (int term = 1; term <= dimension; ++term) {
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= kSteps; ++i) least = std::min(least, michalewicz(pi * i / kSteps, term));
    sum += least;
  }
  return sum;
}

Problem michalewicz5() {
  return minimise(cube(5, 0.0, pi), michalewicz_minimum(5), [](const auto& x) {
    double sum = 0.0;
    for (std::size_t j = 0; j < x.size(); ++j) sum += michalewicz(x[j], static_cast<int>(j) + 1);
    return sum;
  });
}

/// Five of fifty inputs matter.
Problem embedded50() {
  return minimise(cube(50, -5.0, 5.0), 5.0 * kStyblinskiTangMinimum, [](const auto& x) {
    double sum = 0.0;
    for (const std::size_t j : {3U, 11U, 23U, 34U, 47U}) sum += styblinski_tang(x[j]);
    return sum;
  });
}

/// The noise is a sixteenth of the range of the function.
Problem noisy_hartmann6() {
  Problem problem = hartmann6();
  problem.noise = 0.2;
  return problem;
}

}  // namespace

std::vector<ProblemRow> continuous_problems() {
  return {
      {"branin", branin},
      {"hartmann6", hartmann6},
      {"ackley10", ackley10},
      {"rosenbrock8", rosenbrock8},
      {"levy10", levy10},
      {"griewank6", griewank6},
      {"styblinski_tang8", styblinski_tang8},
      {"michalewicz5", michalewicz5},
      {"embedded50", embedded50},
      {"noisy_hartmann6", noisy_hartmann6},
  };
}

}  // namespace wattle::search::benchmarks
