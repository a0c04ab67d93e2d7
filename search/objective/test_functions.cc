// SPDX-License-Identifier: MIT
#include "search/objective/test_functions.h"

#include <array>
#include <cmath>
#include <numbers>

namespace wattle::search {
namespace {

using std::numbers::pi;

double square(double x) { return x * x; }

double branin(const std::vector<double>& x) {
  const double b = 5.1 / (4.0 * pi * pi);
  const double c = 5.0 / pi;
  const double t = 1.0 / (8.0 * pi);
  return square(x[1] - b * square(x[0]) + c * x[0] - 6.0) + 10.0 * (1.0 - t) * std::cos(x[0]) +
         10.0;
}

double hartmann6(const std::vector<double>& x) {
  static constexpr std::array<double, 4> kAlpha{1.0, 1.2, 3.0, 3.2};
  static constexpr double kA[4][6] = {{10, 3, 17, 3.5, 1.7, 8},
                                      {0.05, 10, 17, 0.1, 8, 14},
                                      {3, 3.5, 1.7, 10, 17, 8},
                                      {17, 8, 0.05, 10, 0.1, 14}};
  static constexpr double kP[4][6] = {{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                                      {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                                      {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                                      {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}};
  double sum = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    double distance = 0.0;
    for (std::size_t j = 0; j < 6; ++j) distance += kA[i][j] * square(x[j] - kP[i][j]);
    sum += kAlpha[i] * std::exp(-distance);
  }
  return -sum;
}

double sphere(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v * v;
  return sum;
}

double rosenbrock(const std::vector<double>& x) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    sum += 100.0 * square(x[i + 1] - square(x[i])) + square(1.0 - x[i]);
  }
  return sum;
}

double ackley(const std::vector<double>& x) {
  const auto d = static_cast<double>(x.size());
  double cosines = 0.0;
  for (const double v : x) cosines += std::cos(2.0 * pi * v);
  return -20.0 * std::exp(-0.2 * std::sqrt(sphere(x) / d)) - std::exp(cosines / d) + 20.0 +
         std::numbers::e;
}

double levy(const std::vector<double>& x) {
  const auto w = [&](std::size_t i) { return 1.0 + (x[i] - 1.0) / 4.0; };
  const std::size_t last = x.size() - 1;
  double sum = square(std::sin(pi * w(0)));
  for (std::size_t i = 0; i < last; ++i) {
    sum += square(w(i) - 1.0) * (1.0 + 10.0 * square(std::sin(pi * w(i) + 1.0)));
  }
  return sum + square(w(last) - 1.0) * (1.0 + square(std::sin(2.0 * pi * w(last))));
}

}  // namespace

const std::vector<TestFunction>& test_functions() {
  static const std::vector<TestFunction> functions{
      {"branin", 2, branin}, {"hartmann6", 6, hartmann6},   {"sphere", 0, sphere},
      {"ackley", 0, ackley}, {"rosenbrock", 0, rosenbrock}, {"levy", 0, levy},
  };
  return functions;
}

const TestFunction* find_test_function(std::string_view name) {
  for (const TestFunction& function : test_functions()) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

}  // namespace wattle::search
