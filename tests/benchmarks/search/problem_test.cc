// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "search/space/search_space.h"
#include "search/trial/goal.h"
#include "tests/benchmarks/search/hypervolume.h"

namespace wattle::search::benchmarks {
namespace {

using std::numbers::pi;

Parameters point(const std::vector<double>& x) {
  nlohmann::json values = nlohmann::json::object();
  for (std::size_t j = 0; j < x.size(); ++j) values["x" + std::to_string(j)] = x[j];
  return Parameters(values);
}

std::vector<double> plus(std::vector<double> x, double value) {
  for (double& v : x) v += value;
  return x;
}

constexpr double kHartmann6[] = {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573};
constexpr double kStyblinskiTang = -2.903534027771177;

Parameters embedded_minimiser() {
  std::vector<double> x(50, 4.0);
  for (const std::size_t j : {3U, 11U, 23U, 34U, 47U}) x[j] = kStyblinskiTang;
  return point(x);
}

Parameters training_minimiser() {
  return Parameters({{"optimizer", "sgd"},
                     {"learning_rate", 0.1},
                     {"batch_size", 64},
                     {"layers", 3},
                     {"dropout", 0.2},
                     {"momentum", 0.9},
                     {"width_1", 64},
                     {"width_2", 64},
                     {"width_3", 64}});
}

/// Where the literature or the construction says that the minimum lies.
std::map<std::string, Parameters> minimisers() {
  const std::vector<double> hartmann(std::begin(kHartmann6), std::end(kHartmann6));
  return {
      {"branin", point({pi, 2.275})},
      {"hartmann6", point(hartmann)},
      {"noisy_hartmann6", point(hartmann)},
      {"constrained_hartmann6", point(hartmann)},
      {"ackley10", point(sine_shift(10, 1.7, 1.0))},
      {"rosenbrock8", point(std::vector<double>(8, 1.0))},
      {"levy10", point(plus(sine_shift(10, 3.0, 2.0), 1.0))},
      {"crashing_levy4", point(plus(sine_shift(4, 3.0, 2.0), 1.0))},
      {"griewank6", point(sine_shift(6, 20.0, 1.0))},
      {"styblinski_tang8", point(std::vector<double>(8, kStyblinskiTang))},
      {"michalewicz5", point({2.202906, 1.570796, 1.284992, 1.923058, 1.720470})},
      {"embedded50", embedded_minimiser()},
      {"conditional_training", training_minimiser()},
  };
}

/// Of the minimisers above: five decimals at least.
constexpr double kRounding = 5e-6;
/// A bound on the second derivatives there. Ackley's has a kink instead, and an exact minimiser.
constexpr double kCurvature = 1000.0;

TEST(Problems, ReachTheirOptimumWhereItIsSaidToBe) {
  for (const auto& [name, minimiser] : minimisers()) {
    const Problem problem = *make_problem(name);
    const SearchSpace space = *SearchSpace::from_json(problem.space, nullptr);
    EXPECT_EQ(space.violation(minimiser), std::nullopt) << name;
    const double error =
        0.5 * kCurvature * static_cast<double>(space.size()) * kRounding * kRounding;
    EXPECT_NEAR(problem.measure(minimiser)->at("value"), problem.optimum, error) << name;
  }
}

/// All but those of two objectives, whose optimum is a hypervolume.
std::vector<std::string> single_objectives() {
  std::vector<std::string> names;
  for (const std::string& name : problem_names()) {
    if (make_problem(name)->goal.at("kind") != "pareto") names.push_back(name);
  }
  return names;
}

class EveryProblem : public testing::TestWithParam<std::string> {};

TEST_P(EveryProblem, HasNoFeasiblePointBelowItsOptimum) {
  const Problem problem = *make_problem(GetParam());
  const SearchSpace space = *SearchSpace::from_json(problem.space, nullptr);
  const Goal goal = Goal::from_json(problem.goal);
  Rng rng(1);
  int measured = 0;
  for (int draw = 0; draw < 5000; ++draw) {
    const std::optional<Metrics> metrics = problem.measure(*space.sample(rng));
    if (!metrics) continue;
    ++measured;
    ASSERT_TRUE(goal.outputs(*metrics)) << "the goal needs a metric that is not there";
    EXPECT_TRUE(!goal.feasible(*metrics) || metrics->at("value") >= problem.optimum);
  }
  EXPECT_GT(measured, 1000);
}

INSTANTIATE_TEST_SUITE_P(Benchmark, EveryProblem, testing::ValuesIn(single_objectives()),
                         [](const auto& instance) { return instance.param; });

TEST(Problems, FindGramacysMinimumOnAFineGrid) {
  const Problem problem = *make_problem("constrained_gramacy");
  constexpr int kPoints = 500;
  constexpr double kStep = 0.01 / kPoints;
  double least = 2.0;
  for (int i = 0; i <= kPoints; ++i) {
    for (int j = 0; j <= kPoints; ++j) {
      const Metrics metrics = *problem.measure(point({0.19 + i * kStep, 0.40 + j * kStep}));
      if (metrics.at("constraint") <= 0.0) least = std::min(least, metrics.at("value"));
    }
  }
  EXPECT_GE(least, problem.optimum);
  EXPECT_LE(least, problem.optimum + 2.0 * kStep);  // a grid point up in both directions
}

std::array<double, 2> objectives(const Problem& problem, const std::vector<double>& x) {
  const Metrics metrics = *problem.measure(point(x));
  return {metrics.at("value"), std::log10(metrics.at("train_joules"))};
}

TEST(Pareto, DtlzsFrontHasTheWholeHypervolume) {
  const Problem problem = *make_problem("pareto_dtlz6");
  constexpr int kPoints = 2000;
  std::vector<std::array<double, 2>> front;
  for (int i = 0; i <= kPoints; ++i) {
    front.push_back(
        objectives(problem, {static_cast<double>(i) / kPoints, 0.5, 0.5, 0.5, 0.5, 0.5}));
  }
  // Stairs of k steps under a curve of length pi / 2 miss at most a triangle a step.
  const double missed = 0.5 * pi * pi / 4.0 / kPoints;
  const double area = hypervolume(front, problem.reference);
  EXPECT_LE(area, problem.optimum);
  EXPECT_GE(area, problem.optimum - missed);
}

TEST(Pareto, BraninAndCurrinOnAGridComeCloseToTheHypervolume) {
  const Problem problem = *make_problem("pareto_branin_currin");
  constexpr int kPoints = 500;
  std::vector<std::array<double, 2>> points;
  for (int i = 0; i <= kPoints; ++i) {
    for (int j = 0; j <= kPoints; ++j) {
      points.push_back(objectives(
          problem, {static_cast<double>(i) / kPoints, static_cast<double>(j) / kPoints}));
    }
  }
  const double area = hypervolume(points, problem.reference);
  EXPECT_LE(area, problem.optimum);
  // A heuristic: the front is covered by tens of grid points.
  EXPECT_GE(area, 0.99 * problem.optimum);
}

}  // namespace
}  // namespace wattle::search::benchmarks
