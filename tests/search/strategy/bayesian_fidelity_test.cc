// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_fidelity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

using Eigen::Index;

SearchSpace line() {
  return *SearchSpace::from_json({{"x0", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}}},
                                 nullptr);
}

/// Steps 1, 2, ... with these values at 2 J each; ended with the last one.
Trial trained(const History& history, double x, TrialState state,
              const std::vector<double>& values) {
  Trial trial = test::complete(
      history, Parameters(nlohmann::json{{"x0", x}}),
      {{"value", values.back()}, {"train_joules", 2.0 * static_cast<double>(values.size())}});
  trial.state = state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto step = static_cast<int>(i) + 1;
    trial.steps.push_back({step, {{"value", values[i]}}, Joules(2.0 * step), Seconds(step)});
  }
  return trial;
}

std::vector<double> countdown(int steps) {
  std::vector<double> values;
  for (int i = 0; i < steps; ++i) values.push_back(100.0 - i);
  return values;
}

struct WithSteps : testing::Test {
  SearchSpace space = line();
  Encoding encoding{space};
  Goal goal = test::minimise_value();
  History history;

  void add(double x, TrialState state, int steps) {
    history.push_back(trained(history, x, state, countdown(steps)));
  }
  Observations observed() const {
    return with_steps(observe(history, space, encoding, goal), history, goal, *full_step(history));
  }
};

TEST(Fidelity, RunsFromZeroToOneByTheLogarithm) {
  EXPECT_EQ(fidelity(0, 15), 0.0);
  EXPECT_DOUBLE_EQ(fidelity(3, 15), 0.5);
  EXPECT_EQ(fidelity(15, 15), 1.0);
  EXPECT_EQ(fidelity(40, 15), 1.0);
}

TEST_F(WithSteps, TheFullStepIsTheLongestCompleteTrials) {
  EXPECT_EQ(full_step(history), std::nullopt);
  add(0.1, TrialState::kRunning, 30);
  EXPECT_EQ(full_step(history), std::nullopt) << "running trials tell nothing";
  add(0.2, TrialState::kPruned, 20);
  EXPECT_EQ(full_step(history), 20);
  add(0.3, TrialState::kComplete, 9);
  EXPECT_EQ(full_step(history), 9);
}

TEST_F(WithSteps, ShowsAQuarterAHalfAndTheEnd) {
  add(0.25, TrialState::kComplete, 16);
  const Observations rows = observed();
  ASSERT_EQ(rows.points.rows(), 3);
  EXPECT_EQ(rows.points.col(0), Eigen::Vector3d::Constant(0.25));
  EXPECT_EQ(rows.points.col(1), Eigen::Vector3d(fidelity(4, 16), fidelity(8, 16), 1.0));
  EXPECT_EQ(rows.outputs.col(0), Eigen::Vector3d(97.0, 93.0, 85.0));
  EXPECT_EQ(rows.kinds, (std::vector{RowKind::kEarlier, RowKind::kEarlier, RowKind::kResult}));
}

TEST_F(WithSteps, PutsAPrunedTrialWhereItStoppedAndACompleteOneAtTheEnd) {
  add(0.1, TrialState::kComplete, 16);
  add(0.2, TrialState::kPruned, 1);
  add(0.3, TrialState::kComplete, 1);
  const Observations rows = observed();
  ASSERT_EQ(rows.points.rows(), 5);
  EXPECT_EQ(rows.points.col(1).tail(3), Eigen::Vector3d(1.0, fidelity(1, 16), 1.0));
  EXPECT_EQ(rows.kinds[3], RowKind::kStopped);
  EXPECT_EQ(ranked_rows(rows), (std::vector<Index>{2, 4}));
  EXPECT_EQ(trial_rows(rows), (std::vector<Index>{2, 3, 4}));
}

TEST_F(WithSteps, RanksPrunedTrialsWhileNoneIsComplete) {
  add(0.1, TrialState::kPruned, 4);
  EXPECT_EQ(ranked_rows(observed()), (std::vector<Index>{2}));
}

TEST_F(WithSteps, LeavesOutPrunedTrialsOfUnknownLength) {
  add(0.1, TrialState::kComplete, 1);
  add(0.2, TrialState::kPruned, 1);
  history.change(1, [](Trial& trial) { trial.steps.clear(); });
  EXPECT_EQ(observed().numbers, (std::vector<int>{0}));
}

TEST_F(WithSteps, CountsTheJoulesUpToAStep) {
  goal = Goal::from_json({{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}});
  add(0.1, TrialState::kComplete, 16);
  const Observations rows = observed();
  ASSERT_EQ(rows.points.rows(), 3);
  for (const auto& [row, step] : {std::pair{0, 4}, std::pair{1, 8}, std::pair{2, 16}}) {
    EXPECT_DOUBLE_EQ(rows.outputs(row, 1), std::log10(2.0 * step));
    EXPECT_DOUBLE_EQ(rows.joules[row], std::log10(2.0 * step));
  }
}

TEST_F(WithSteps, LeavesOutStepsWithoutAllOutputs) {
  goal = Goal::from_json({{"kind", "within"},
                          {"metric", "value"},
                          {"direction", "minimize"},
                          {"bound_metric", "parameters"},
                          {"at_most", 10.0}});
  add(0.1, TrialState::kComplete, 16);
  history.change(0, [](Trial& trial) { trial.measurement->metrics["parameters"] = 5.0; });
  const Observations rows = observed();
  EXPECT_EQ(rows.points.rows(), 1);
  history.change(0, [](Trial& trial) { trial.steps[3].metrics["parameters"] = 5.0; });
  EXPECT_EQ(observed().points.rows(), 2);
}

TEST_F(WithSteps, KeepsEachKindTogether) {
  add(0.1, TrialState::kComplete, 16);
  add(0.2, TrialState::kComplete, 16);
  EXPECT_EQ(observed().numbers, (std::vector<int>{0, 1, 0, 1, 0, 1}));
}

}  // namespace
}  // namespace wattle::search
