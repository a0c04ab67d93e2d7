// SPDX-License-Identifier: MIT
// What every objective must satisfy. To hold one against it:
//   INSTANTIATE_TEST_SUITE_P(Mine, ObjectiveContract, testing::Values(ObjectiveCase{...}),
//                            objective_case_name);
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "search/objective/objective.h"
#include "search/table/recorded_runs.h"
#include "tests/contract/trial_context.h"

namespace wattle::contract {

/// One objective under test.
struct ObjectiveCase {
  std::string name;
  std::function<std::shared_ptr<search::Objective>()> make;
  nlohmann::json parameters;  ///< that can be tried, in a moment
  nlohmann::json impossible;  ///< that cannot be tried; null when all can
  std::string metric;         ///< that every trial has
};

inline void PrintTo(const ObjectiveCase& objective, std::ostream* out) { *out << objective.name; }

inline std::string objective_case_name(const testing::TestParamInfo<ObjectiveCase>& instance) {
  return instance.param.name;
}

class ObjectiveContract : public testing::TestWithParam<ObjectiveCase> {
 protected:
  void SetUp() override { objective_ = GetParam().make(); }

  static search::Parameters possible() { return search::Parameters(GetParam().parameters); }
  Result<search::Evaluation> evaluate(LooseContext& context) {
    return objective_->evaluate(possible(), context);
  }
  bool replays() const { return objective_->recorded_runs() != nullptr; }

  std::shared_ptr<search::Objective> objective_;
};

TEST_P(ObjectiveContract, IsPreparedByPointsOfItsSpace) {
  const auto prepared = objective_->prepare(possible());
  EXPECT_TRUE(prepared) << prepared.error().message;
}

TEST_P(ObjectiveContract, GivesItsMetric) {
  LooseContext context;
  const auto evaluation = evaluate(context);
  if (replays()) {
    // Its runs are played by the study; evaluating them is refused.
    EXPECT_EQ(evaluation.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(objective_->recorded_runs()->find(possible()), nullptr);
    return;
  }
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  ASSERT_TRUE(evaluation->metrics.contains(GetParam().metric));
  EXPECT_TRUE(std::isfinite(evaluation->metrics.at(GetParam().metric)));
}

TEST_P(ObjectiveContract, RefusesImpossibleParametersAsInfeasible) {
  if (GetParam().impossible.is_null()) GTEST_SKIP() << "skipped: it can try anything";
  LooseContext context;
  const auto evaluation = objective_->evaluate(search::Parameters(GetParam().impossible), context);
  ASSERT_FALSE(evaluation);
  EXPECT_EQ(evaluation.error().code, ErrorCode::kInvalidArgument);
}

TEST_P(ObjectiveContract, TheSameSeedGivesTheSameNumbersSideBySide) {
  if (replays()) GTEST_SKIP() << "skipped: it is not evaluated";
  LooseContext alone;
  const auto expected = evaluate(alone);
  ASSERT_TRUE(expected) << expected.error().message;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      LooseContext beside;
      const auto evaluation = evaluate(beside);
      ASSERT_TRUE(evaluation) << evaluation.error().message;
      EXPECT_EQ(evaluation->metrics, expected->metrics);
      EXPECT_EQ(beside.steps(), alone.steps());
    });
  }
}

TEST_P(ObjectiveContract, StepsRiseToThePlannedOne) {
  if (replays()) GTEST_SKIP() << "skipped: it is not evaluated";
  LooseContext context;
  ASSERT_TRUE(evaluate(context));
  int before = 0;
  const auto steps = context.steps();
  for (const auto& [step, metrics] : steps) {
    EXPECT_GT(step, before);
    before = step;
  }
  EXPECT_EQ(objective_->planned_steps(possible()).value_or(before), before);
}

TEST_P(ObjectiveContract, StopsWhenItIsToldTo) {
  LooseContext whole;
  if (replays() || !evaluate(whole) || whole.steps().size() < 2) {
    GTEST_SKIP() << "skipped: it makes no steps to stop at";
  }
  LooseContext context;
  context.stop_at = whole.steps().front().first;
  const auto evaluation = evaluate(context);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const auto steps = context.steps();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps.front(), whole.steps().front());
  for (const auto& [name, value] : steps.front().second) {
    EXPECT_EQ(evaluation->metrics.at(name), value) << name;
  }
}

TEST_P(ObjectiveContract, ACancelledTrialSaysSo) {
  if (replays()) GTEST_SKIP() << "skipped: it is not evaluated";
  LooseContext context;
  context.cancel = true;
  const auto evaluation = evaluate(context);
  ASSERT_FALSE(evaluation);
  EXPECT_EQ(evaluation.error().code, ErrorCode::kCancelled);
}

TEST_P(ObjectiveContract, ATrialThatIsCancelledWhileItRunsSaysSo) {
  LooseContext whole;
  if (replays() || !evaluate(whole) || whole.steps().size() < 2) {
    GTEST_SKIP() << "skipped: it makes no steps to be cancelled between";
  }
  LooseContext context;
  context.cancel_at = whole.steps().front().first;
  const auto evaluation = evaluate(context);
  ASSERT_FALSE(evaluation);
  EXPECT_EQ(evaluation.error().code, ErrorCode::kCancelled);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ObjectiveContract);

}  // namespace wattle::contract
