// SPDX-License-Identifier: MIT
// Under `fixed_lag` a study is the same with any number of workers.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::make_study;

Schedule lag(int trials) { return Schedule::from_json({{"kind", "fixed_lag"}, {"lag", trials}}); }

/// Takes a time that has nothing to do with the trial's number, so that trials end out of order.
Result<Evaluation> dawdle(const Parameters& parameters, TrialContext& context) {
  std::this_thread::sleep_for(std::chrono::microseconds(context.seed() % 3000));
  return test::identity(parameters, context);
}

std::vector<Parameters> suggestions(int jobs, const Schedule& schedule,
                                    std::optional<double> target = std::nullopt) {
  Bench bench;
  const auto study = make_study(dawdle, 20);
  study->target = target;
  study->schedule = schedule;
  RunOptions options;
  options.jobs = jobs;
  EXPECT_TRUE(bench.run(*study, options));
  std::vector<Parameters> parameters;
  for (const Trial& trial : bench.record().trials) parameters.push_back(trial.parameters);
  return parameters;
}

class FixedLag : public testing::TestWithParam<int> {};

TEST_P(FixedLag, GivesTheSameTrialsForAnyNumberOfJobs) {
  const auto alone = suggestions(1, lag(GetParam()));
  EXPECT_EQ(alone.size(), 20u);
  for (const int jobs : {2, 3, 8})
    EXPECT_EQ(suggestions(jobs, lag(GetParam())), alone) << jobs << " jobs";
}

TEST_P(FixedLag, ATargetEndsTheStudyAfterTheSameTrials) {
  constexpr double kTarget = 0.3;
  const auto alone = suggestions(1, lag(GetParam()), kTarget);
  for (const int jobs : {2, 8})
    EXPECT_EQ(suggestions(jobs, lag(GetParam()), kTarget), alone) << jobs << " jobs";
}

INSTANTIATE_TEST_SUITE_P(Lags, FixedLag, testing::Values(1, 2, 4, 30));

TEST(FixedLag, TheLagDecidesWhatASuggestionSees) {
  // The strategy of the fixture depends on the results it is shown, so another lag gives other
  // trials.
  EXPECT_NE(suggestions(1, lag(1)), suggestions(1, lag(4)));
}

TEST(Schedule, FixedLagShowsTrialsUpToKMinusLag) {
  const Schedule schedule = lag(4);
  EXPECT_TRUE(schedule.shows(6, 10));
  EXPECT_FALSE(schedule.shows(7, 10));
  EXPECT_TRUE(Schedule{}.shows(9, 10));
}

}  // namespace
}  // namespace wattle::search
