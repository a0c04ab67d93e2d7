// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_strategy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "search/strategy/random_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"
#include "tests/search/strategy/mixed_problem.h"
#include "tests/search/strategy/outcomes.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::VectorXd;
using test::least_value;
using test::median;

SearchSpace cube(int dimension, double low, double high) {
  nlohmann::json parameters;
  for (int i = 0; i < dimension; ++i) {
    parameters["x" + std::to_string(i)] = {{"type", "float"}, {"low", low}, {"high", high}};
  }
  return test::space_of(parameters);
}

VectorXd coordinates(const Parameters& point) {
  VectorXd x(static_cast<Index>(point.json().size()));
  for (Index i = 0; i < x.size(); ++i) {
    x[i] = test::number(point, ("x" + std::to_string(i)).c_str());
  }
  return x;
}

/// The median of five seeds of the least value found.
double median_value(const SearchSpace& space, const std::function<double(const VectorXd&)>& f,
                    int trials) {
  const Goal goal = test::minimise_value();
  const auto evaluate = [&](const Parameters& point) -> Metrics {
    return {{"value", f(coordinates(point))}};
  };
  std::vector<double> values;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto strategy = make_cma_es_strategy({{"kind", "cma_es"}}, space, goal, seed);
    values.push_back(least_value(test::run(*strategy, evaluate, trials, seed)));
  }
  return median(values);
}

TEST(CmaEsStrategy, ConvergesOnASphere) {
  const auto sphere = [](const VectorXd& x) { return (x.array() - 1.3).square().sum(); };
  // As in cma_es_convergence_test.cc, with the history and the generator of a study.
  EXPECT_LT(median_value(cube(6, -5.0, 10.0), sphere, 600), 0.03);
}

TEST(CmaEsStrategy, WorksOnMixedAndConditionalSpaces) {
  const SearchSpace space = test::mixed_problem_space();
  const Goal goal = test::minimise_value();
  std::vector<double> cma_es;
  std::vector<double> random;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto strategy = make_cma_es_strategy({{"kind", "cma_es"}}, space, goal, seed);
    cma_es.push_back(least_value(test::run(*strategy, test::mixed_problem, 100, seed)));
    RandomStrategy uniform(space);
    random.push_back(least_value(test::run(uniform, test::mixed_problem, 100, seed)));
  }
  EXPECT_LT(median(cma_es), 0.6 * median(random));
}

TEST(CmaEsStrategy, GoesToTheCorner) {
  const auto corner = [](const VectorXd& x) { return 4.0 - x.sum(); };
  EXPECT_LT(median_value(cube(4, 0.0, 1.0), corner, 300), 0.01);
}

TEST(CmaEsStrategy, SaysWhatASuggestionRestedOn) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_cma_es_strategy({{"population", 5}}, space, goal, 1);
  const auto value = [](const Parameters& point) -> Metrics {
    return {{"value", test::number(point, "x")}};
  };
  const History history = test::run(*strategy, value, 12, 1);
  Rng rng(1);
  ASSERT_TRUE(strategy->suggest(history, rng).has_value());
  const nlohmann::json said = strategy->explain();
  EXPECT_EQ(said["suggestion"], "distribution");
  EXPECT_EQ(said["population"], 5);
  EXPECT_EQ(said["generations"], 2);
  EXPECT_EQ(said["open"], 2);
  EXPECT_EQ(said["restarts"], 0);
  EXPECT_GT(said["step_size"], 0.0);
}

}  // namespace
}  // namespace wattle::search
