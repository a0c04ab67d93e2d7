// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "search/trial/stopping.h"
#include "tests/search/study/study_fixture.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::identity;
using test::make_study;
using ::testing::StartsWith;

RunOptions with_jobs(int jobs) {
  RunOptions options;
  options.jobs = jobs;
  return options;
}

TEST(RunStudy, RunsExactlyTheBudgetedTrials) {
  for (const int jobs : {1, 2, 5}) {
    Bench bench;
    const auto study = make_study(identity, 12);
    const auto summary = bench.run(*study, with_jobs(jobs));
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->complete, 12);
    EXPECT_EQ(summary->stopped_because, "12 trials");
    EXPECT_EQ(bench.record().trials.size(), 12u);
    EXPECT_EQ(bench.record().stopped_because, "12 trials");
  }
}

TEST(RunStudy, EndsWhenTheTargetIsReached) {
  Bench bench;
  const auto study = make_study(identity, 1000);
  study->target = 0.05;
  const auto summary = bench.run(*study, with_jobs(1));
  ASSERT_TRUE(summary);
  const std::vector<Trial> trials = bench.record().trials;
  ASSERT_LT(trials.size(), 1000u);
  for (const Trial& trial : trials) {
    EXPECT_EQ(trial.measurement->metrics.at("value") <= 0.05, trial.number == trials.back().number);
  }
  EXPECT_THAT(summary->stopped_because, StartsWith(kTargetReached));
  EXPECT_FALSE(summary->interrupted);
}

TEST(RunStudy, NeedsAJob) {
  for (const int jobs : {0, -1}) {
    Bench bench;
    const auto study = make_study(identity, 1);
    const auto summary = bench.run(*study, with_jobs(jobs));
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::kInvalidArgument);
  }
}

/// Cannot say how long its trials are.
class Unplanned final : public Objective {
 public:
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override {
    return test::identity(parameters, context);
  }
  std::optional<int> planned_steps(const Parameters& parameters) const override {
    if (parameters.find("x")->get<double>() > 0.5) throw std::runtime_error("no plan");
    return std::nullopt;
  }
};

TEST(RunStudy, AnExceptionBeforeATrialBeginsEndsTheStudyWithAnError) {
  for (const int jobs : {1, 3}) {
    Bench bench;
    const auto study = make_study(identity, 100);
    const auto objective = study->objective;
    study->objective = std::make_shared<Unplanned>();
    const auto summary = bench.run(*study, with_jobs(jobs));
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().message, "exception: no plan");
    // The trial that it happened to is run again.
    study->objective = objective;
    const auto resumed = bench.run(*study, with_jobs(jobs));
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(resumed->complete, 100);
  }
}

TEST(RunStudy, FindsTheBestTrial) {
  Bench bench;
  const auto study = make_study(identity, 8);
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary && summary->best);
  const auto trials = bench.record().trials;
  const double best =
      trials[static_cast<std::size_t>(*summary->best)].measurement->metrics.at("value");
  for (const Trial& trial : trials) EXPECT_GE(trial.measurement->metrics.at("value"), best);
}

TEST(RunStudy, RunsAsManyTrialsAtOnceAsThereAreJobs) {
  // Each trial waits for two others, so three must run at once; a fourth would be seen.
  std::mutex mutex;
  std::condition_variable arrived;
  int now = 0;
  int most = 0;
  int meetings = 0;
  const auto study = make_study(
      [&](const Parameters& parameters, TrialContext& context) {
        std::unique_lock lock(mutex);
        most = std::max(most, ++now);
        const int meeting = meetings;
        if (now == 3) {
          ++meetings;
          arrived.notify_all();
        }
        arrived.wait_for(lock, std::chrono::seconds(30), [&] { return meetings > meeting; });
        --now;
        return identity(parameters, context);
      },
      3);
  Bench bench;
  ASSERT_TRUE(bench.run(*study, with_jobs(3)));
  EXPECT_EQ(meetings, 1);
  EXPECT_EQ(most, 3);
}

TEST(RunStudy, NeverRunsMoreTrialsAtOnceThanThereAreJobs) {
  std::atomic<int> now{0};
  std::atomic<bool> too_many{false};
  const auto study = make_study(
      [&](const Parameters& parameters, TrialContext& context) {
        if (++now > 2) too_many = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --now;
        return identity(parameters, context);
      },
      20);
  Bench bench;
  ASSERT_TRUE(bench.run(*study, with_jobs(2)));
  EXPECT_FALSE(too_many.load());
}

TEST(RunStudy, AnErrorAndAnExceptionAreStatesWithReasons) {
  const auto study = make_study(
      [](const Parameters& parameters, TrialContext& context) -> Result<Evaluation> {
        if (context.number() == 1) return fail(ErrorCode::kDiverged, "the loss is NaN in epoch 2");
        if (context.number() == 2) throw std::runtime_error("out of cheese");
        if (context.number() == 3) return fail(ErrorCode::kInvalidArgument, "no such model");
        return identity(parameters, context);
      },
      5);
  Bench bench;
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->complete, 2);
  EXPECT_EQ(summary->failed, 3);
  const auto trials = bench.record().trials;
  EXPECT_EQ(trials[1].state, TrialState::kFailed);
  EXPECT_EQ(trials[1].reason, "the loss is NaN in epoch 2");
  EXPECT_EQ(trials[2].reason, "exception: out of cheese");
  EXPECT_EQ(trials[3].state, TrialState::kInfeasible);
}

TEST(RunStudy, AMetricThatIsNotFiniteFailsTheTrial) {
  const auto study = make_study(
      [](const Parameters&, TrialContext&) -> Result<Evaluation> {
        return Evaluation{{{"value", std::nan("")}}, std::nullopt};
      },
      1);
  Bench bench;
  ASSERT_TRUE(bench.run(*study));
  EXPECT_EQ(bench.record().trials[0].reason, "value is not a finite number");
}

TEST(RunStudy, CancellingLeavesARunThatGoesOnWhereItStopped) {
  std::atomic<bool> cancel{false};
  std::atomic<int> evaluations{0};
  const auto objective = [&](const Parameters& parameters,
                             TrialContext& context) -> Result<Evaluation> {
    if (++evaluations == 4) cancel = true;
    if (context.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    return identity(parameters, context);
  };
  Bench bench;
  RunOptions options;
  options.cancel = &cancel;
  const auto first = bench.run(*make_study(objective, 8), options);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->interrupted);
  EXPECT_EQ(first->complete, 3);

  cancel = false;
  const auto second = bench.run(*make_study(objective, 8), options);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->complete, 8);
  EXPECT_EQ(evaluations.load(), 9);  // the cancelled trial was the only one to run twice
  EXPECT_EQ(bench.record().trials[3].attempts, 2);
}

TEST(RunStudy, AResumedStudyEqualsAnUninterruptedOne) {
  Bench whole;
  ASSERT_TRUE(whole.run(*make_study(identity, 10)));

  Bench halves;
  ASSERT_TRUE(halves.run(*make_study(identity, 6)));
  ASSERT_TRUE(halves.run(*make_study(identity, 10)));
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(halves.record().trials[i].parameters, whole.record().trials[i].parameters) << i;
  }
}

TEST(RunStudy, APrunedTrialKeepsItsMetricsAndTheReason) {
  const auto study = make_study(
      [](const Parameters& parameters, TrialContext& context) -> Result<Evaluation> {
        const double value = context.number() == 5 ? 100.0 : parameters.find("x")->get<double>();
        for (int step = 1; step <= 4; ++step) {
          if (!context.report(step, {{"value", value}})) break;
        }
        return Evaluation{{{"value", value}}, std::nullopt};
      },
      6);
  study->pruner =
      make_pruner({{"kind", "median"}, {"startup_trials", 3}, {"warmup_steps", 1}}, study->goal);
  Bench bench;
  ASSERT_TRUE(bench.run(*study));
  const Trial pruned = bench.record().trials[5];
  EXPECT_EQ(pruned.state, TrialState::kPruned);
  EXPECT_EQ(pruned.steps.size(), 2u);
  EXPECT_EQ(pruned.measurement->metrics.at("value"), 100.0);
  EXPECT_NE(pruned.reason.find("median"), std::string::npos);
}

TEST(RunStudy, FinalistsAreTheBestTrialsMeasuredAgainAlone) {
  std::atomic<int> evaluations{0};
  const auto study = make_study(
      [&](const Parameters& parameters, TrialContext& context) {
        ++evaluations;
        return identity(parameters, context);
      },
      6);
  study->finalists = 2;
  Bench bench;
  const auto summary = bench.run(*study, with_jobs(3));
  ASSERT_TRUE(summary);
  EXPECT_EQ(evaluations.load(), 8);
  const auto record = bench.record();
  ASSERT_EQ(record.finalists.size(), 2u);
  EXPECT_EQ(record.finalists[0].trial, summary->best);
  EXPECT_FALSE(record.finalists[0].measurement.energy.shared);
  EXPECT_EQ(
      record.finalists[0].measurement.metrics.at("value"),
      record.trials[static_cast<std::size_t>(*summary->best)].measurement->metrics.at("value"));
}

TEST(RunStudy, CancelledFinalistsAreMeasuredByTheNextRun) {
  std::atomic<bool> cancel{false};
  const auto objective = [&](const Parameters& parameters,
                             TrialContext& context) -> Result<Evaluation> {
    if (context.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    return identity(parameters, context);
  };
  /// Asks for the end as soon as the first finalist starts.
  class Impatient final : public StudyObserver {
   public:
    explicit Impatient(std::atomic<bool>& cancel) : cancel_(cancel) {}
    void finalist_started(int /*number*/) override { cancel_ = true; }

   private:
    std::atomic<bool>& cancel_;
  } impatient(cancel);

  Bench bench;
  RunOptions options;
  options.cancel = &cancel;
  auto metering = energy::start_metering(
      std::make_unique<test::ConstantPowerMeter>(bench.clock, Watts(1.0)), bench.clock);
  ASSERT_TRUE(metering);
  const auto first = make_study(objective, 3);
  first->finalists = 1;
  const auto cut = run_study(*first, {*bench.store, **metering, bench.clock, impatient}, options);
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->interrupted);
  EXPECT_TRUE(bench.record().finalists.empty());

  cancel = false;
  const auto second = make_study(objective, 3);
  second->finalists = 1;
  const auto whole = bench.run(*second, options);
  ASSERT_TRUE(whole);
  EXPECT_FALSE(whole->interrupted);
  EXPECT_EQ(bench.record().finalists.size(), 1u);
}

TEST(RunStudy, AFinishedStudyIsNotRunAgain) {
  std::atomic<int> evaluations{0};
  const auto objective = [&](const Parameters& parameters, TrialContext& context) {
    ++evaluations;
    return identity(parameters, context);
  };
  Bench bench;
  for (int session = 0; session < 2; ++session) {
    const auto study = make_study(objective, 4);
    study->finalists = 1;
    ASSERT_TRUE(bench.run(*study));
  }
  EXPECT_EQ(evaluations.load(), 5);
}

TEST(RunStudy, TheAccountsAddUpToWhatTheMeterCounted) {
  const auto study = make_study(
      [](const Parameters& parameters, TrialContext& context) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return identity(parameters, context);
      },
      10);
  study->finalists = 1;
  Bench bench;
  ASSERT_TRUE(bench.run(*study, with_jobs(3)));
  const energy::LedgerTotals ledger = bench.record().ledger;
  // Sums of at most a few hundred intervals: rounding stays below that many units in the last
  // place.
  const double rounding = 1e3 * std::numeric_limits<double>::epsilon() * ledger.total.value;
  EXPECT_GT(ledger.total.value, 0.0);
  EXPECT_NEAR((ledger.trials + ledger.overhead + ledger.idle).value, ledger.total.value, rounding);
}

TEST(RunStudy, KeepsTheFilesOfTheBestTrialOnly) {
  const test::TemporaryDirectory folder;
  const auto study = make_study(
      [](const Parameters& parameters, TrialContext& context) {
        std::filesystem::create_directories(context.artifact_directory());
        return identity(parameters, context);
      },
      6);
  Bench bench;
  RunOptions options = with_jobs(2);
  options.artifact_directory = folder.path();
  const auto summary = bench.run(*study, options);
  ASSERT_TRUE(summary);
  for (int number = 0; number < 6; ++number) {
    const bool kept = std::filesystem::exists(folder.path() / ("trial-" + std::to_string(number)));
    EXPECT_EQ(kept, number == summary->best) << number;
  }
}

}  // namespace
}  // namespace wattle::search
