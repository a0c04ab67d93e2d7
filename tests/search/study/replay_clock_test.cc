// SPDX-License-Identifier: MIT
// Virtual workers and their simulated clock.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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
using test::told;
using test::with_jobs;

TEST(Replay, WorkersTakeAsLongAsTheirRuns) {
  // 14 s of work, of which the longest run is 5 s.
  const TableFolder folder("x,acc,J,s\n1,0.5,1,5\n2,0.5,1,3\n3,0.5,1,2\n4,0.5,1,4\n");
  const auto times = [&](int jobs) {
    std::multiset<double> seconds;
    double elapsed = 0.0;
    double work = 0.0;
    for (const Trial& trial : replayed(folder, table_sample(), jobs).trials) {
      const double took = (trial.ended_at - trial.started_at).value;
      EXPECT_EQ(took, trial.measurement->seconds.value);
      elapsed = std::max(elapsed, trial.ended_at.value);
      work += took;
    }
    EXPECT_EQ(work, 14.0);
    return elapsed;
  };
  EXPECT_EQ(times(1), 14.0);
  EXPECT_EQ(times(4), 5.0);
  EXPECT_EQ(times(9), 5.0);
}

TEST(Replay, AFreeWorkerTakesTheNextTrialAtOnce) {
  const TableFolder folder("x,acc,J,s\n1,0.5,1,5\n2,0.5,1,3\n3,0.5,1,4\n4,0.5,1,1\n");
  const auto study = study_of(folder, table_sample());
  study->strategy = std::make_unique<InOrder>(study->space);
  Bench bench;
  ASSERT_TRUE(bench.run(*study, with_jobs(2)));
  // Worker 1: 0 to 5, then trial 3 from 5 to 6. Worker 2: 0 to 3, then trial 2 from 3 to 7.
  const auto trials = bench.record().trials;
  EXPECT_EQ(trials[0].ended_at, Seconds(5.0));
  EXPECT_EQ(trials[1].ended_at, Seconds(3.0));
  EXPECT_EQ(trials[2].started_at, Seconds(3.0));
  EXPECT_EQ(trials[3].started_at, Seconds(5.0));
  EXPECT_EQ(trials[3].ended_at, Seconds(6.0));
  EXPECT_EQ(bench.record().elapsed, Seconds(7.0));
}

/// Says "number@step" of each step, and "number." of each end.
class Log final : public StudyObserver {
 public:
  void trial_step(const Trial& trial, const Step& step) override {
    told += std::to_string(trial.number) + "@" + std::to_string(step.step) + " ";
  }
  void trial_ended(const Trial& trial, const Progress& /*progress*/) override {
    told += std::to_string(trial.number) + ". ";
  }
  std::string told;
};

std::string logged(const TableFolder& folder, const json& document, int jobs) {
  const auto study = study_of(folder, document);
  study->strategy = std::make_unique<InOrder>(study->space);
  Bench bench;
  Log log;
  energy::ReplayedBooks unused({});
  const auto summary = run_study(*study, {*bench.store, unused, bench.clock, log}, with_jobs(jobs));
  EXPECT_TRUE(summary) << summary.error().message;
  return log.told;
}

TEST(Replay, OfEventsAtOneTimeTheLowestNumberComesFirst) {
  // Of trial 0 the second step is put down after the only one of trial 1 was.
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,1,1\n1,2,0.5,1,2\n2,1,0.5,1,2\n3,1,0.5,1,2\n");
  EXPECT_EQ(logged(folder, curve_sample(), 3), "0@1 0@2 0. 1@1 1. 2@1 2. ");
}

TEST(Replay, RunsOfNoSecondsTakeNoTime) {
  const TableFolder folder("x,acc,J,s\n1,0.5,1,0\n2,0.5,1,0\n3,0.5,1,0\n");
  for (const int jobs : {1, 2}) {
    const StudyRecord record = replayed(folder, table_sample(), jobs);
    EXPECT_EQ(record.trials.size(), 3u);
    EXPECT_EQ(record.elapsed, Seconds(0.0));
    EXPECT_EQ(record.ledger.total, Joules(3.0));
  }
}

class ReplayWithJobs : public testing::TestWithParam<int> {};

TEST_P(ReplayWithJobs, IsTheSameEveryTime) {
  const TableFolder folder(many_curves());
  const StudyRecord record = replayed(folder, many_sample(), GetParam());
  EXPECT_EQ(record.trials.size(), 30u);
  EXPECT_EQ(told(record), told(replayed(folder, many_sample(), GetParam())));
  expect_books_add_up(record);
}

TEST_P(ReplayWithJobs, GivesTheSameTrialsUnderAFixedLag) {
  const TableFolder folder(many_curves());
  json document = with(many_sample(), "/schedule", {{"kind", "fixed_lag"}, {"lag", 3}});
  document["goal"] = {{"kind", "weighted"},
                      {"metric", "acc"},
                      {"direction", "maximize"},
                      {"points_per_decade", 0.1}};
  const auto suggested = [&](int jobs) {
    std::vector<json> trials;
    for (const Trial& trial : replayed(folder, document, jobs).trials) {
      trials.push_back({trial.parameters.json(), to_string(trial.state), trial.measurement->metrics,
                        trial.steps.size()});
    }
    return trials;
  };
  EXPECT_EQ(suggested(GetParam()), suggested(1));
}

INSTANTIATE_TEST_SUITE_P(Jobs, ReplayWithJobs, testing::Values(1, 2, 7));

TEST(Replay, MoreWorkersTakeNoMoreTimeForTheSameTrials) {
  const TableFolder folder(many_curves());
  json document = with(many_sample(), "/schedule", {{"kind", "fixed_lag"}, {"lag", 8}});
  Seconds before = replayed(folder, document, 1).elapsed;
  for (const int jobs : {2, 4, 8}) {
    const Seconds now = replayed(folder, document, jobs).elapsed;
    EXPECT_LT(now, before) << jobs;
    before = now;
  }
}

}  // namespace
}  // namespace wattle::search
