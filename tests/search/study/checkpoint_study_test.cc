// SPDX-License-Identifier: MIT
// Trials that were cut off, and what they go on from.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>
#include <vector>

#include "tests/search/study/study_fixture.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::identity;
using test::make_study;

/// Makes four steps and keeps the number of the last one in its checkpoint. Cancels itself after
/// the second, once.
class Resumable {
 public:
  explicit Resumable(std::atomic<bool>& cancel) : cancel_(cancel) {}

  Result<Evaluation> operator()(const Parameters& parameters, TrialContext& context) {
    int done = 0;
    std::ifstream(context.checkpoint_file()) >> done;
    if (done > 0) context.resumed(done);
    for (int step = 1; step <= 4; ++step) {
      if (step > done) ++made_;
      context.report(step, {{"value", 1.0 / step}});
      std::filesystem::create_directories(context.checkpoint_file().parent_path());
      std::ofstream(context.checkpoint_file()) << std::max(step, done);
      if (step == 2 && !std::exchange(interrupted_, true)) cancel_ = true;
      if (context.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    }
    return identity(parameters, context);
  }
  int made() const { return made_; }

 private:
  std::atomic<bool>& cancel_;
  bool interrupted_ = false;
  int made_ = 0;
};

/// A study of one such trial.
class CheckpointStudy : public testing::Test {
 protected:
  CheckpointStudy() {
    options_.cancel = &cancel_;
    options_.checkpoint_directory = folder_.path();
  }

  Result<RunSummary> run() {
    cancel_ = false;
    return bench_.run(*study_, options_);
  }
  Trial trial() const { return bench_.record().trials.at(0); }

  const test::TemporaryDirectory folder_;
  std::atomic<bool> cancel_{false};
  Resumable objective_{cancel_};
  const std::unique_ptr<Study> study_ = make_study(std::ref(objective_), 1);
  RunOptions options_;
  Bench bench_;
};

TEST_F(CheckpointStudy, ATrialThatWasCutOffGoesOnFromItsCheckpoint) {
  const auto first = run();
  ASSERT_TRUE(first && first->interrupted);
  const std::vector<Step> before = trial().steps;
  ASSERT_EQ(before.size(), 2u);
  const energy::LedgerTotals spent = bench_.record().ledger;

  const auto second = run();
  ASSERT_TRUE(second && !second->interrupted);
  EXPECT_EQ(objective_.made(), 4) << "no step is made twice";
  const Trial ended = trial();
  EXPECT_EQ(ended.attempts, 2);
  EXPECT_EQ(ended.resumed_step, 2);
  ASSERT_EQ(ended.steps.size(), 4u);
  EXPECT_EQ(ended.steps[1].joules, before[1].joules);
  EXPECT_EQ(ended.steps[1].seconds, before[1].seconds);
  EXPECT_GE(ended.steps[2].seconds, before[1].seconds);
  EXPECT_GE(ended.measurement->energy.joules, before[1].joules);
  // Its joules are booked once: the earlier ones with the session they were used in.
  EXPECT_LE(ended.measurement->energy.joules, bench_.record().ledger.trials + Joules(1e-9));
  EXPECT_GE(bench_.record().ledger.total, spent.total);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << "an ended trial's checkpoint goes";
}

TEST_F(CheckpointStudy, CheckpointsOfAnotherStudyAreNotGoneOnFrom) {
  std::filesystem::create_directories(folder_.path() / "trial-0");
  std::ofstream(folder_.path() / "trial-0" / "checkpoint") << 3;
  options_.cancel = nullptr;
  ASSERT_TRUE(run());
  EXPECT_EQ(objective_.made(), 4);
  EXPECT_EQ(trial().resumed_step, 0);
}

// A crash between a trial's end and its checkpoint's.
TEST_F(CheckpointStudy, WhatAnEndedTrialLeftBehindGoes) {
  options_.cancel = nullptr;
  ASSERT_TRUE(run());
  std::filesystem::create_directories(folder_.path() / "trial-0");
  std::filesystem::create_directories(folder_.path() / "somebody-elses");
  ASSERT_TRUE(run());
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "trial-0"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "somebody-elses"));
}

TEST_F(CheckpointStudy, ATrialStartsOverWhenAnotherMeterCounts) {
  options_.context = {{"meter", {{"name", "rapl"}}}};
  ASSERT_TRUE(run());
  options_.context = {{"meter", {{"name", "estimate"}}}};
  ASSERT_TRUE(run());
  EXPECT_EQ(trial().resumed_step, 0);
  EXPECT_EQ(objective_.made(), 6);
}

/// Stops a trial at its first step, from the second session on.
class ChangesItsMind final : public Pruner {
 public:
  std::string_view kind() const override { return "changes"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& /*context*/) const override {
    return trial.attempts > 1 && trial.steps.size() < 3 ? std::optional<std::string>("late")
                                                        : std::nullopt;
  }
};

TEST_F(CheckpointStudy, StepsThatAreGoneOnFromAreNotJudgedAgain) {
  study_->pruner = std::make_unique<ChangesItsMind>();
  ASSERT_TRUE(run());
  ASSERT_TRUE(run());
  EXPECT_EQ(trial().state, TrialState::kComplete);
  EXPECT_EQ(trial().steps.size(), 4u);
}

}  // namespace
}  // namespace wattle::search
