// SPDX-License-Identifier: MIT
// Several runs of one study at a time, on one file.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "tests/search/study/study_fixture.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::identity;
using test::make_study;

/// One process's share.
Result<RunSummary> work(const std::string& file, Study& study, int jobs = 2) {
  auto store = open_sqlite_store(file, Durability::kProcessCrash);
  if (!store) return tl::unexpected<Error>(store.error());
  Bench bench;
  bench.store = std::move(*store);
  RunOptions options;
  options.jobs = jobs;
  options.with_others = true;
  return bench.run(study, options);
}

std::vector<Result<RunSummary>> work_together(const std::string& file, int workers, int trials,
                                              const Schedule& schedule) {
  std::vector<Result<RunSummary>> summaries(static_cast<std::size_t>(workers));
  std::vector<std::jthread> threads;
  for (Result<RunSummary>& summary : summaries) {
    threads.emplace_back([&] {
      const auto study = make_study(identity, trials);
      study->schedule = schedule;
      study->finalists = 1;
      summary = work(file, *study);
    });
  }
  threads.clear();
  return summaries;
}

TEST(SharedStudy, EveryTrialIsRunOnceAndOneFinishesTheStudy) {
  const test::TemporaryDirectory directory;
  const std::string file = directory.path() / "study.db";
  const auto summaries = work_together(file, 4, 60, {});
  int finishers = 0;
  for (const auto& summary : summaries) {
    ASSERT_TRUE(summary) << summary.error().message;
    finishers += !summary->left_to_others;
  }
  EXPECT_GE(finishers, 1) << "more when one began after the others were done";
  const auto study = read_sqlite_store(file);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->record.trials.size(), 60u);
  EXPECT_EQ(study->record.finalists.size(), 1u);
  EXPECT_FALSE(study->running);
  for (const Trial& trial : study->record.trials) {
    EXPECT_EQ(trial.state, TrialState::kComplete);
    EXPECT_EQ(trial.attempts, 1);
  }
}

TEST(SharedStudy, WithAFixedLagTheTrialsAreThoseOfOneAlone) {
  const Schedule lagged{Schedule::Kind::kFixedLag, 4};
  Bench alone;
  const auto study = make_study(identity, 40);
  study->schedule = lagged;
  ASSERT_TRUE(alone.run(*study));
  const test::TemporaryDirectory directory;
  const std::string file = directory.path() / "study.db";
  for (const auto& summary : work_together(file, 3, 40, lagged)) {
    ASSERT_TRUE(summary) << summary.error().message;
  }
  const auto shared = read_sqlite_store(file)->record.trials;
  const auto expected = alone.record().trials;
  ASSERT_EQ(shared.size(), expected.size());
  for (std::size_t i = 0; i < shared.size(); ++i) {
    EXPECT_EQ(shared[i].parameters, expected[i].parameters) << "trial " << i;
  }
}

TEST(SharedStudy, TrialsBesideAnotherProcessAreMarkedAsShared) {
  const test::TemporaryDirectory directory;
  const auto shared_trials = [&](const char* name, int workers) {
    const std::string file = directory.path() / name;
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        const auto study = make_study(
            [](const Parameters& parameters, TrialContext& context) {
              std::this_thread::sleep_for(std::chrono::milliseconds(2));
              return identity(parameters, context);
            },
            60);
        EXPECT_TRUE(work(file, *study, 1));
      });
    }
    threads.clear();
    const auto study = read_sqlite_store(file);
    return std::count_if(study->record.trials.begin(), study->record.trials.end(),
                         [](const Trial& trial) { return trial.measurement->energy.shared; });
  };
  EXPECT_EQ(shared_trials("alone.db", 1), 0);
  EXPECT_GT(shared_trials("together.db", 2), 0);
}

TEST(SharedStudy, IsRefusedToASecondThatDoesNotWantToShareIt) {
  const test::TemporaryDirectory directory;
  const std::string file = directory.path() / "study.db";
  auto first = open_sqlite_store(file);
  ASSERT_TRUE(first);
  StudyRecord record;
  record.name = "test";
  record.scenario = record.context = nlohmann::json::object();
  record.strategy_state = {{"version", 1}, {"suggestions", 0}};
  ASSERT_TRUE((*first)->create(record));
  ASSERT_TRUE((*first)->join({record.scenario, record.context}));
  Bench bench;
  bench.store = std::move(*open_sqlite_store(file));
  const auto refused = bench.run(*make_study(identity, 4));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLocked);
}

TEST(SharedStudy, ARequestToStopInterruptsIt) {
  Bench bench;
  std::atomic<int> evaluated = 0;
  const auto study = make_study(
      [&](const Parameters& parameters, TrialContext& context) -> Result<Evaluation> {
        if (++evaluated == 3) {
          EXPECT_TRUE(bench.store->request_stop());
        }
        while (evaluated >= 3 && !context.cancelled()) std::this_thread::yield();
        return identity(parameters, context);
      },
      100);
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->interrupted);
  EXPECT_LT(summary->complete, 100);
  const auto trials = bench.record().trials;
  EXPECT_TRUE(std::none_of(trials.begin(), trials.end(), [](const Trial& trial) {
    return trial.state == TrialState::kRunning;
  })) << "they wait for the next run";
}

}  // namespace
}  // namespace wattle::search
