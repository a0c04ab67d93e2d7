// SPDX-License-Identifier: MIT
// The contract of Store: whose a trial is, attempt by attempt.
#include <gtest/gtest.h>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/search/store/store_contract.h"

namespace wattle::search {
namespace {

using test::attempt;
using test::ended_trial;
using test::running_trial;
using test::step;
using test::StoreContract;

TEST_P(StoreContract, AnAttemptsStepsReplaceThoseOfTheOneBefore) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  for (int number = 1; number <= 4; ++number)
    ASSERT_TRUE(store_->add_step(0, step(number, 0.1), {}, Seconds(1)));
  start_anew();
  ASSERT_TRUE(store_->restart_trial(attempt(0, 2, Seconds(5.0))));
  Trial second = ended_trial(0);
  second.attempts = 2;
  second.resumed_step = 1;
  for (const int number : {1, 3}) {
    second.steps.push_back(step(number, 0.7));
    ASSERT_TRUE(store_->add_step(0, second.steps.back(), {}, Seconds(1)));
  }
  EXPECT_EQ(loaded().trials[0].steps.size(), 4u) << "as long as it may be needed";
  ASSERT_TRUE(store_->end_trial(second, {}, Seconds(2.0)));
  const Trial trial = loaded().trials[0];
  EXPECT_EQ(trial.resumed_step, 1);
  ASSERT_EQ(trial.steps.size(), 2u);
  EXPECT_EQ(trial.steps[0].metrics.at("val_accuracy"), 0.7);
  EXPECT_EQ(trial.steps[1].step, 3);
}

TEST_P(StoreContract, RequeueMakesRunningTrialsWaitWithTheirSteps) {
  start();
  for (int number = 0; number < 3; ++number)
    ASSERT_TRUE(store_->begin_trial(running_trial(number), {}));
  ASSERT_TRUE(store_->end_trial(ended_trial(1), {}, Seconds(1.0)));
  ASSERT_TRUE(store_->add_step(2, step(1, 0.5), {}, Seconds(1)));
  start_anew();
  const StudyRecord study = loaded();
  EXPECT_EQ(study.trials[0].state, TrialState::kWaiting);
  EXPECT_EQ(study.trials[1].state, TrialState::kComplete);
  EXPECT_EQ(study.trials[2].state, TrialState::kWaiting);
  EXPECT_EQ(study.trials[2].steps.size(), 1u);
}

TEST_P(StoreContract, ARestartedTrialRunsAgainWithItsAttempts) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  start_anew();
  ASSERT_TRUE(store_->restart_trial(attempt(0, 2, Seconds(5.0))));
  EXPECT_EQ(loaded().trials[0].state, TrialState::kRunning);
  EXPECT_EQ(loaded().trials[0].attempts, 2);
  EXPECT_EQ(loaded().trials[0].started_at, Seconds(5.0));
}

TEST_P(StoreContract, ALeaseStaysWithItsTrial) {
  start();
  Trial leased = running_trial(0);
  leased.lease = {"a1", "heron"};
  ASSERT_TRUE(store_->begin_trial(leased, {}));
  EXPECT_EQ(loaded().trials[0].lease, leased.lease);
  start_anew();
  EXPECT_EQ(loaded().trials[0].state, TrialState::kWaiting);
  EXPECT_EQ(loaded().trials[0].lease, leased.lease) << "its holder may come back";
  ASSERT_TRUE(store_->restart_trial(leased));
  ASSERT_TRUE(store_->add_step(0, step(1, 0.5), {}, Seconds(4.0)));
  start_anew();
  ASSERT_TRUE(store_->restart_trial(leased));
  EXPECT_EQ(loaded().trials[0].steps.size(), 1u) << "it goes on";
  Trial again = attempt(0, 2, Seconds(5.0));
  again.lease = {"b2", "stork"};
  ASSERT_TRUE(store_->restart_trial(again));
  EXPECT_TRUE(loaded().trials[0].steps.empty()) << "it begins anew";
  ASSERT_TRUE(store_->end_trial(ended_trial(0), {}, Seconds(6.0)));
  EXPECT_EQ(loaded().trials[0].lease, again.lease);
}

TEST_P(StoreContract, AReleasedTrialWaitsForAnybody) {
  start();
  Trial leased = running_trial(0);
  leased.lease = {"a1", "heron"};
  ASSERT_TRUE(store_->begin_trial(leased, {}));
  ASSERT_TRUE(store_->add_step(0, step(1, 0.5), {}, Seconds(1)));
  ASSERT_TRUE(store_->release_trial(0));
  EXPECT_EQ(loaded().trials[0].state, TrialState::kWaiting);
  EXPECT_EQ(loaded().trials[0].lease, Lease());
  EXPECT_EQ(loaded().trials[0].steps.size(), 1u);
  EXPECT_EQ(store_->release_trial(0).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store_->add_step(0, step(2, 0.5), {}, Seconds(2)).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(store_->restart_trial(attempt(0, 2, Seconds(3))));
  EXPECT_EQ(loaded().trials[0].state, TrialState::kRunning);
}

TEST_P(StoreContract, ATrialOfOnesOwnIsTriedAgainUntilItHasEnded) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->restart_trial(attempt(0, 2, Seconds(1))));
  EXPECT_EQ(loaded().trials[0].state, TrialState::kRunning);
  EXPECT_EQ(loaded().trials[0].attempts, 2);
  ASSERT_TRUE(store_->end_trial(ended_trial(0), {}, Seconds(1)));
  const auto restarted = store_->restart_trial(attempt(0, 3, Seconds(1)));
  ASSERT_FALSE(restarted);
  EXPECT_EQ(restarted.error().code, ErrorCode::kConflict);
}

TEST_P(StoreContract, AnEndedTrialDoesNotEndAgain) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->end_trial(ended_trial(0), {}, Seconds(1)));
  EXPECT_EQ(store_->end_trial(ended_trial(0), {}, Seconds(2)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store_->add_step(0, step(1, 0.5), {}, Seconds(2)).error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace wattle::search
