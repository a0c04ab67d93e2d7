// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/curve_problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "search/space/names_of.h"
#include "search/space/rng.h"

namespace wattle::search::benchmarks {
namespace {

using Inputs = std::vector<double>;

double branin_floor(const Inputs& x) {
  return shifted("branin", {15.0 * x[0] - 5.0, 15.0 * x[1]}, {0.0, 0.0}) / 150.0;
}

double hartmann6_floor(const Inputs& x) {
  return 1.0 + shifted("hartmann6", x, Inputs(6, 0.0)) / 3.4;
}

struct Row {
  std::string_view name;
  int dimension;
  double (*floor)(const Inputs& x);
  bool crossing;
};

constexpr std::array kRows{
    Row{"parallel_branin", 2, branin_floor, false},
    Row{"parallel_hartmann6", 6, hartmann6_floor, false},
    Row{"crossing_branin", 2, branin_floor, true},
    Row{"crossing_hartmann6", 6, hartmann6_floor, true},
};

double loss_of(const Row& row, const Inputs& x, int step) {
  const double height = row.crossing ? 0.3 + 0.7 * (1.0 - x[0]) : 0.5;
  const double power = row.crossing ? 0.5 + 0.5 * x[1] : 0.7;
  return row.floor(x) + height * std::pow(step, -power);
}

/// The least of `last` along the axes from `x`, with steps halved down to 1e-6.
double pattern_search(const std::function<double(const Inputs&)>& last, Inputs x) {
  double best = last(x);
  for (double step = 0.1; step > 1e-6;) {
    bool better = false;
    for (double& coordinate : x) {
      for (const double move : {step, -step}) {
        const double before = coordinate;
        coordinate = std::clamp(before + move, 0.0, 1.0);
        const double value = last(x);
        if (value < best) {
          best = value;
          better = true;
        } else {
          coordinate = before;
        }
      }
    }
    if (!better) step *= 0.5;
  }
  return best;
}

double least(const std::function<double(const Inputs&)>& last, int dimension) {
  constexpr int kPoints = 20'000;
  constexpr int kSearches = 20;
  Rng rng(1);
  std::vector<std::pair<double, Inputs>> points;
  for (int i = 0; i < kPoints; ++i) {
    Inputs x(static_cast<std::size_t>(dimension));
    for (double& coordinate : x) coordinate = rng.uniform();
    points.emplace_back(last(x), std::move(x));
  }
  std::partial_sort(points.begin(), points.begin() + kSearches, points.end());
  double best = points.front().first;
  for (int i = 0; i < kSearches; ++i) {
    best = std::min(best, pattern_search(last, points[static_cast<std::size_t>(i)].second));
  }
  return best;
}

}  // namespace

std::vector<std::string> curve_problem_names() { return names_of(kRows, &Row::name); }

std::optional<CurveProblem> make_curve_problem(std::string_view name) {
  for (const Row& row : kRows) {
    if (name != row.name) continue;
    CurveProblem problem;
    problem.name = name;
    problem.dimension = row.dimension;
    problem.loss = [&row](const Inputs& x, int step) { return loss_of(row, x, step); };
    problem.optimum =
        least([&](const Inputs& x) { return problem.loss(x, problem.steps); }, problem.dimension);
    return problem;
  }
  return std::nullopt;
}

}  // namespace wattle::search::benchmarks
