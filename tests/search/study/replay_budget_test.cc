// SPDX-License-Identifier: MIT
// Budgets of simulated seconds and recorded joules, and replays that are cut off and go on.
#include <gtest/gtest.h>

#include <atomic>

#include "energy/replayed_books.h"
#include "tests/search/study/replay_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::Bench;
using test::curve_sample;
using test::expect_books_add_up;
using test::InOrder;
using test::many_curves;
using test::many_sample;
using test::replayed;
using test::study_of;
using test::table_sample;
using test::TableFolder;
using test::with_jobs;

TEST(Replay, BudgetsCountSimulatedSecondsAndRecordedJoules) {
  std::string text = "x,acc,J,s\n";
  for (int x = 0; x < 20; ++x) text += std::to_string(x) + ",0.5,3,2\n";
  const TableFolder folder(text);
  const auto run = [&](const char* limit, double amount) {
    return replayed(folder, with(table_sample(), "/budget", {{limit, amount}}));
  };
  const StudyRecord by_time = run("seconds", 9.0);
  EXPECT_EQ(by_time.trials.size(), 5u);
  EXPECT_EQ(by_time.stopped_because, "9 s passed");
  const StudyRecord by_joules = run("joules", 12.0);
  EXPECT_EQ(by_joules.trials.size(), 4u);
  EXPECT_EQ(by_joules.ledger.total, Joules(12.0));
}

TEST(Replay, JoulesOfARunningTrialCountTowardsTheBudget) {
  // At 1 s trial 0 has used 10 J and trial 1 ends after 5 J: no third trial begins.
  const TableFolder folder(
      "x,epoch,acc,J,s\n1,1,0.5,10,1\n1,2,0.5,100,10\n2,1,0.5,5,1\n3,1,0.5,5,1\n");
  const auto study = study_of(folder, with(curve_sample(), "/budget", {{"joules", 15}}));
  study->strategy = std::make_unique<InOrder>(study->space);
  Bench bench;
  ASSERT_TRUE(bench.run(*study, with_jobs(2)));
  EXPECT_EQ(bench.record().trials.size(), 2u);
  EXPECT_EQ(bench.record().ledger.total, Joules(105.0));
}

/// Cancels the study when so many steps have been made.
class CancelAfter final : public StudyObserver {
 public:
  CancelAfter(int steps, std::atomic<bool>& cancel) : left_(steps), cancel_(cancel) {}
  void trial_step(const Trial& /*trial*/, const Step& /*step*/) override {
    if (--left_ == 0) cancel_ = true;
  }

 private:
  int left_;
  std::atomic<bool>& cancel_;
};

/// The study's first run is cancelled when so many steps have been made, and then it goes on.
StudyRecord cut_and_resumed(const TableFolder& folder, const json& document, int jobs, int steps) {
  Bench bench;
  std::atomic<bool> cancel{false};
  CancelAfter observer(steps, cancel);
  RunOptions options = with_jobs(jobs);
  options.cancel = &cancel;
  energy::ReplayedBooks unused({});
  const auto first = study_of(folder, document, jobs);
  const auto cut = run_study(*first, {*bench.store, unused, bench.clock, observer}, options);
  EXPECT_TRUE(cut && cut->interrupted);
  const auto second = study_of(folder, document, jobs);
  EXPECT_TRUE(bench.run(*second, with_jobs(jobs)));
  return bench.record();
}

TEST(Replay, GoesOnWhereItWasCutOff) {
  const TableFolder folder(many_curves());
  json document = with(many_sample(), "/schedule", {{"kind", "fixed_lag"}, {"lag", 3}});
  const StudyRecord whole = replayed(folder, document, 2);
  for (const int steps : {1, 25, 70}) {
    const StudyRecord resumed = cut_and_resumed(folder, document, 2, steps);
    ASSERT_EQ(resumed.trials.size(), whole.trials.size());
    for (std::size_t i = 0; i < whole.trials.size(); ++i) {
      EXPECT_EQ(resumed.trials[i].parameters, whole.trials[i].parameters) << i;
      EXPECT_EQ(resumed.trials[i].measurement->metrics, whole.trials[i].measurement->metrics);
    }
    expect_books_add_up(resumed);
  }
}

TEST(Replay, WhatWasCutOffTakesNoTime) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.1,4,1\n1,2,0.2,7,2\n2,1,0.1,4,1\n2,2,0.2,7,2\n");
  for (const int steps : {1, 2, 3}) {
    const StudyRecord resumed = cut_and_resumed(folder, curve_sample(), 1, steps);
    EXPECT_EQ(resumed.elapsed, Seconds(4.0)) << steps;
    EXPECT_EQ(resumed.trials[1].started_at, Seconds(2.0)) << steps;
  }
}

}  // namespace
}  // namespace wattle::search
