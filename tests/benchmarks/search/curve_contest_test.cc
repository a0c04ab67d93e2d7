// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/curve_contest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search::benchmarks {
namespace {

/// The end is x0; no noise.
CurveProblem flat() {
  CurveProblem problem;
  problem.dimension = 1;
  problem.steps = 9;
  problem.loss = [](const std::vector<double>& x, int) { return x[0]; };
  problem.noise = 0.0;
  return problem;
}

CurveContestOptions options_of(const char* strategy, const char* pruner) {
  CurveContestOptions options;
  options.strategy = {{"kind", strategy}};
  options.pruner = {{"kind", pruner}};
  options.checkpoints = {1, 4};
  return options;
}

TEST(CurveContest, CountsStepsAndNotTrials) {
  EXPECT_EQ(play(flat(), options_of("random", "none")).trials, 5) << "the one that is too much";
  EXPECT_GT(play(flat(), options_of("random", "asha")).trials, 5);
}

TEST(CurveContest, RegretNeverGrowsAndIsTheBestCompleteTrials) {
  const ContestResult result = play(flat(), options_of("random", "asha"));
  ASSERT_EQ(result.regrets.size(), 2U);
  EXPECT_TRUE(std::isfinite(result.regrets[0])) << "the first trial is never stopped";
  EXPECT_LE(result.regrets[1], result.regrets[0]);
  EXPECT_GE(result.regrets[1], 0.0);
}

TEST(CurveContest, IsInfinitelyFarWhileNoTrialFitsTheBudget) {
  CurveProblem problem = flat();
  CurveContestOptions options = options_of("random", "none");
  options.checkpoints = {0, 1};
  EXPECT_EQ(play(problem, options).regrets[0], std::numeric_limits<double>::infinity());
}

class CurveProblems : public testing::TestWithParam<std::string> {};

TEST_P(CurveProblems, NoSampleIsBelowTheOptimum) {
  const CurveProblem problem = *make_curve_problem(GetParam());
  Rng rng(2);
  for (int i = 0; i < 10'000; ++i) {
    std::vector<double> x(static_cast<std::size_t>(problem.dimension));
    for (double& coordinate : x) coordinate = rng.uniform();
    EXPECT_GE(problem.loss(x, problem.steps), problem.optimum);
    EXPECT_GE(problem.loss(x, 1), problem.loss(x, problem.steps));
  }
}

INSTANTIATE_TEST_SUITE_P(All, CurveProblems, testing::ValuesIn(curve_problem_names()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace wattle::search::benchmarks
