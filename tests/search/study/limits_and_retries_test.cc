// SPDX-License-Identifier: MIT
// Where a trial is cut short, and when it is tried again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <string>

#include "search/study/trial_runner.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using testing::HasSubstr;

/// Two watts on a clock that the test owns.
class LimitedTrial : public testing::Test {
 protected:
  LimitedTrial() {
    energy::MeteringOptions options;
    options.sampler_thread = false;
    metering_ = std::move(*energy::start_metering(
        std::make_unique<test::ConstantPowerMeter>(clock_, Watts(2.0)), clock_, options));
  }

  TrialEnd run(test::CallableObjective::Function function, const TrialJob& job) {
    test::CallableObjective objective(std::move(function));
    return run_trial(job, objective, goal_, *metering_, clock_);
  }

  /// Ten steps of a second each, unless it is told to stop.
  Result<Evaluation> ten_steps(TrialContext& context) {
    for (int step = 1; step <= 10; ++step) {
      work(Seconds(1));
      if (!context.report(step, {{"value", 1.0 * step}}) || step == 10) {
        return Evaluation{{{"value", 1.0 * step}}, std::nullopt};
      }
    }
    return fail(ErrorCode::kInternal, "not reached");
  }
  /// A hundred batches of 0.1 s without a step.
  Result<Evaluation> batches(TrialContext& context) {
    for (batches_ = 0; batches_ < 100; ++batches_) {
      if (context.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
      work(Seconds(0.125));
    }
    return Evaluation{{{"value", 1.0}}, std::nullopt};
  }
  /// CPU time is what shares joules between trials; alone a trial has all of them.
  void work(Seconds time) { clock_.advance(time); }

  energy::ManualClock clock_;
  std::unique_ptr<energy::Metering> metering_;
  Goal goal_ = Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
  int batches_ = 0;
};

TEST_F(LimitedTrial, IsPrunedAtTheStepThatReachesItsSeconds) {
  TrialJob job;
  job.limits.seconds = Seconds(3);
  const TrialEnd end = run([&](auto&, auto& context) { return ten_steps(context); }, job);
  EXPECT_EQ(end.state, TrialState::kPruned);
  EXPECT_EQ(end.reason, "ran for its limit of 3 s");
  EXPECT_EQ(end.measurement->metrics.at("value"), 3.0);
}

TEST_F(LimitedTrial, IsCompleteWhenItsLastStepReachesThem) {
  TrialJob job;
  job.limits.seconds = Seconds(10);
  job.planned_steps = 10;
  EXPECT_EQ(run([&](auto&, auto& context) { return ten_steps(context); }, job).state,
            TrialState::kComplete);
}

TEST_F(LimitedTrial, EndsBetweenStepsWithTheMetricsOfItsLastOne) {
  TrialJob job;
  job.limits.seconds = Seconds(2);
  const auto one_step = [&](const Parameters&, TrialContext& context) {
    work(Seconds(1));
    context.report(1, {{"value", 7.0}});
    return batches(context);
  };
  const TrialEnd end = run(one_step, job);
  EXPECT_EQ(end.state, TrialState::kPruned);
  EXPECT_EQ(end.measurement->metrics.at("value"), 7.0);
  EXPECT_EQ(batches_, 8) << "of an eighth of a second";
}

TEST_F(LimitedTrial, FailsWhenNothingIsKnownOfIt) {
  TrialJob job;
  job.limits.seconds = Seconds(2);
  const TrialEnd end = run([&](auto&, auto& context) { return batches(context); }, job);
  EXPECT_EQ(end.state, TrialState::kFailed);
  EXPECT_EQ(end.reason, "ran for its limit of 2 s");
}

TEST_F(LimitedTrial, WaitsWhenTheStudyStopsItBeforeItsLimit) {
  TrialJob job;
  job.limits.seconds = Seconds(100);
  job.cancelled = [&] { return batches_ == 3; };
  EXPECT_EQ(run([&](auto&, auto& context) { return batches(context); }, job).state,
            TrialState::kWaiting);
}

TEST_F(LimitedTrial, IsPrunedAtItsJoules) {
  TrialJob job;
  job.limits.joules = Joules(1e-9);
  // Joules follow CPU time, of which any is more than that.
  const auto busy = [&](const Parameters&, TrialContext& context) {
    volatile double sum = 0.0;
    for (int i = 0; i < 1'000'000; ++i) sum = sum + i;
    return ten_steps(context);
  };
  const TrialEnd end = run(busy, job);
  EXPECT_EQ(end.state, TrialState::kPruned) << end.reason;
  EXPECT_THAT(end.reason, HasSubstr("used its limit of 1e-09 J"));
}

Result<Evaluation> died() { return fail(ErrorCode::kIo, "was killed, probably out of memory"); }

TEST_F(LimitedTrial, IsTriedAgainAndPaysForWhatWasLost) {
  TrialJob job;
  job.retries.attempts = 3;
  int attempts = 0;
  const auto second_time_lucky = [&](const Parameters&, TrialContext&) -> Result<Evaluation> {
    work(Seconds(5));
    if (++attempts < 2) return died();
    return Evaluation{{{"value", 1.0}}, std::nullopt};
  };
  const TrialEnd end = run(second_time_lucky, job);
  EXPECT_EQ(end.state, TrialState::kComplete) << end.reason;
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(end.reason, "");
  EXPECT_EQ(end.measurement->retried_after, "was killed, probably out of memory");
  EXPECT_EQ(end.measurement->seconds, Seconds(10));
}

TEST_F(LimitedTrial, IsTriedNoMoreOftenThanAllowedNorPastItsLimit) {
  int attempts = 0;
  const auto dies = [&](const Parameters&, TrialContext&) {
    ++attempts;
    work(Seconds(2));
    return died();
  };
  TrialJob job;
  EXPECT_EQ(run(dies, job).measurement->retried_after, "");
  EXPECT_EQ(attempts, 1) << "unless asked for";
  job.retries.attempts = 3;
  attempts = 0;
  EXPECT_EQ(run(dies, job).state, TrialState::kFailed);
  EXPECT_EQ(attempts, 3);
  job.limits.seconds = Seconds(3);
  attempts = 0;
  EXPECT_EQ(run(dies, job).state, TrialState::kFailed);
  EXPECT_EQ(attempts, 2);
}

TEST(Retries, AreForFailuresThatMayPass) {
  const Retries died = Retries::from_json({{"attempts", 2}, {"when", {"died"}}});
  const Retries error = Retries::from_json({{"attempts", 2}, {"when", {"error"}}});
  EXPECT_TRUE(died.allow(1, {ErrorCode::kIo, "", ""}));
  EXPECT_FALSE(died.allow(2, {ErrorCode::kIo, "", ""}));
  EXPECT_FALSE(died.allow(1, {ErrorCode::kInternal, "", ""}));
  EXPECT_TRUE(error.allow(1, {ErrorCode::kInternal, "", ""}));
  for (const ErrorCode never :
       {ErrorCode::kDiverged, ErrorCode::kInvalidArgument, ErrorCode::kCancelled,
        ErrorCode::kExhausted, ErrorCode::kCorrupt}) {
    EXPECT_FALSE(died.allow(1, {never, "", ""}));
    EXPECT_FALSE(error.allow(1, {never, "", ""}));
  }
}

TEST(Retries, AreOnTheRecordOfTheTrial) {
  std::atomic<int> calls = 0;
  const auto study = test::make_study(
      [&](const Parameters&, TrialContext& context) -> Result<Evaluation> {
        const int call = ++calls;
        context.report(1, {{"value", 1.0 * call}});
        if (call == 1) throw std::bad_alloc();
        context.report(2, {{"value", 1.0 * call}});
        return Evaluation{{{"value", 1.0 * call}}, std::nullopt};
      },
      1);
  study->retries.attempts = 2;
  Bench bench;
  ASSERT_TRUE(bench.run(*study));
  const Trial trial = bench.record().trials.at(0);
  EXPECT_EQ(trial.state, TrialState::kComplete) << trial.reason;
  EXPECT_EQ(trial.attempts, 2);
  EXPECT_EQ(trial.measurement->retried_after, "memory ran out");
  ASSERT_EQ(trial.steps.size(), 2u);
  EXPECT_EQ(trial.steps[0].metrics.at("value"), 2.0) << "of the attempt that counts";
}

}  // namespace
}  // namespace wattle::search
