// SPDX-License-Identifier: MIT
// Whole searches, a generation at a time.
#include <gtest/gtest.h>

#include <Eigen/QR>
#include <algorithm>
#include <functional>
#include <limits>
#include <vector>

#include "search/strategy/cma_es_replay.h"
#include "tests/search/strategy/outcomes.h"
#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

using Function = std::function<double(const VectorXd&)>;

/// The least value of a function on [-5, 10]^d that the given number of trials finds.
double least_value(int dimension, const Function& f, int trials, std::uint64_t seed) {
  nlohmann::json parameters;
  for (int i = 0; i < dimension; ++i) {
    parameters["x" + std::to_string(i)] = {{"type", "float"}, {"low", -5}, {"high", 10}};
  }
  const SearchSpace space = test::space_of(parameters);
  const Encoding encoding(space);
  std::vector<JudgedTrial> history;
  double least = std::numeric_limits<double>::infinity();
  while (static_cast<int>(history.size()) < trials) {
    const CmaEsStanding standing = replay_cma_es(history, space, encoding, {}, seed);
    for (int i = 0; i < standing.population; ++i) {
      Rng rng(seed, history.size());
      JudgedTrial trial;
      trial.x = standing.model.draw(rng);
      trial.outcome = JudgedTrial::Outcome::kComplete;
      trial.losses[0] = f(15.0 * trial.x.array() - 5.0);
      least = std::min(least, trial.losses[0]);
      history.push_back(std::move(trial));
    }
  }
  return least;
}

double median_value(int dimension, const Function& f, int trials) {
  std::vector<double> values;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    values.push_back(least_value(dimension, f, trials, seed));
  }
  return test::median(values);
}

// An evolution strategy converges linearly: log f falls in proportion to the trials. Each threshold
// is what half of the measured fall would reach (in parentheses: value at the start, measured
// median), so that seeds and rounding are no matter, and a search that stops short fails.
TEST(CmaEsConvergence, IsLinearOnASphere) {
  const Function sphere = [](const VectorXd& x) { return (x.array() - 1.3).square().sum(); };
  EXPECT_LT(median_value(6, sphere, 600), 0.03) << "(100, 4e-6)";
}

TEST(CmaEsConvergence, IsLinearOnARotatedEllipsoidOnceItsShapeIsLearned) {
  Rng rng(1);
  MatrixXd random(5, 5);
  for (double& value : random.reshaped()) value = rng.normal();
  const MatrixXd axes = Eigen::HouseholderQR<MatrixXd>(random).householderQ();
  const VectorXd curvatures{{1.0, 10.0, 100.0, 1e3, 1e4}};
  const Function ellipsoid = [&](const VectorXd& x) {
    const VectorXd turned = axes * (x.array() - 1.3).matrix();
    return turned.cwiseAbs2().dot(curvatures);
  };
  EXPECT_LT(median_value(5, ellipsoid, 1500), 0.05) << "(1e5, 2e-8)";
}

TEST(CmaEsConvergence, FollowsTheValleyOfRosenbrock) {
  const Function rosenbrock = [](const VectorXd& x) {
    const auto head = x.head(x.size() - 1).array();
    const auto tail = x.tail(x.size() - 1).array();
    return (100.0 * (tail - head.square()).square() + (1.0 - head).square()).sum();
  };
  EXPECT_LT(median_value(8, rosenbrock, 4000), 0.3) << "(1e4, 2e-5)";
}

}  // namespace
}  // namespace wattle::search
