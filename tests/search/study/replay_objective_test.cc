// SPDX-License-Identifier: MIT
// What a replayed trial reports: recorded joules, steps, failures, repetitions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "energy/replayed_books.h"
#include "search/objective/table_objective.h"
#include "search/study/trial_runner.h"
#include "tests/search/study/replay_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::Bench;
using test::curve_sample;
using test::replayed;
using test::study_of;
using test::table_sample;
using test::TableFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Replay, AGridFindsTheKnownOptimum) {
  const TableFolder folder("x,y,acc,J,s\n1,a,0.5,10,1\n1,b,0.9,20,2\n2,a,0.7,30,3\n2,b,0.6,40,4\n");
  const auto study = study_of(folder, with(table_sample(), "/objective/parameters", {"x", "y"}));
  Bench bench;
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary && summary->best);
  EXPECT_EQ(summary->complete, 4);
  const StudyRecord record = bench.record();
  const Trial& best = record.trials[static_cast<std::size_t>(*summary->best)];
  EXPECT_EQ(best.parameters.json(), (json{{"x", 1}, {"y", "b"}}));
  EXPECT_EQ(record.ledger.total, Joules(100.0));
  EXPECT_EQ(record.elapsed, Seconds(10.0));
}

TEST(Replay, TakesTheJoulesAndSecondsOfTheTable) {
  const TableFolder folder("x,acc,J,s\n1,0.5,10.5,1.25\n");
  const Trial trial =
      replayed(folder, with(table_sample(), "/objective/coverage", {"gpu"})).trials[0];
  EXPECT_EQ(trial.measurement->energy.joules, Joules(10.5));
  EXPECT_EQ(trial.measurement->energy.low, Joules(10.5));
  EXPECT_EQ(trial.measurement->energy.high, Joules(10.5));
  EXPECT_EQ(trial.measurement->energy.source, energy::Source::kReplayed);
  EXPECT_THAT(trial.measurement->energy.domains, ElementsAre("gpu"));
  EXPECT_EQ(trial.measurement->seconds, Seconds(1.25));
  EXPECT_EQ(trial.measurement->metrics.at("train_joules"), 10.5);
  EXPECT_EQ(trial.measurement->metrics.at("seconds"), 1.25);
}

/// Stops every trial after a step.
class StopAfter final : public Pruner {
 public:
  explicit StopAfter(int step) : step_(step) {}
  std::string_view kind() const override { return "stop_after"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& /*context*/) const override {
    return trial.steps.back().step >= step_ ? std::optional<std::string>("enough") : std::nullopt;
  }

 private:
  int step_;
};

TEST(Replay, AStoppedTrialIsChargedUpToItsStep) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.1,4,1\n1,2,0.2,7,2\n1,3,0.9,50,9\n");
  const auto study = study_of(folder, curve_sample());
  study->pruner = std::make_unique<StopAfter>(2);
  Bench bench;
  ASSERT_TRUE(bench.run(*study));
  const StudyRecord record = bench.record();
  const Trial& trial = record.trials[0];
  EXPECT_EQ(trial.state, TrialState::kPruned);
  EXPECT_EQ(trial.steps.size(), 2u);
  EXPECT_EQ(trial.measurement->energy.joules, Joules(7.0));
  EXPECT_EQ(trial.measurement->metrics.at("acc"), 0.2);
  EXPECT_EQ(trial.ended_at, Seconds(2.0));
  EXPECT_EQ(record.ledger.total, Joules(7.0));
}

TEST(Replay, NobodyIsStoppedAfterTheLastStepOfItsRun) {
  // The plan is three steps; the run that this trial may get has two.
  const TableFolder folder(
      "x,r,epoch,acc,J,s\n1,a,1,0.1,4,1\n1,a,2,0.2,7,2\n1,b,1,0.1,4,1\n1,b,2,0.2,7,2\n1,b,3,0.9,9,"
      "3\n");
  std::set<bool> drawn_longer;
  for (int seed = 0; seed < 8; ++seed) {
    json document = with(curve_sample(), "/objective/run", "r");
    document["seed"] = seed;
    const auto study = study_of(folder, document);
    study->pruner = std::make_unique<StopAfter>(2);
    Bench bench;
    ASSERT_TRUE(bench.run(*study));
    // Either run b, stopped before its third step, or run a, complete.
    const Trial trial = bench.record().trials[0];
    const std::uint64_t drawn = trial_seed(study->seed, 0);
    const bool longer =
        study->objective->recorded_runs()->draw(trial.parameters, drawn)->steps.size() == 3;
    drawn_longer.insert(longer);
    EXPECT_EQ(trial.state, longer ? TrialState::kPruned : TrialState::kComplete);
  }
  EXPECT_THAT(drawn_longer, ElementsAre(false, true));
}

TEST(Replay, AGoodEnoughStepEndsACheapestTrial) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,4,1\n1,2,0.95,7,2\n1,3,0.97,50,9\n");
  const json goal = {
      {"kind", "cheapest"}, {"metric", "acc"}, {"direction", "maximize"}, {"at_least", 0.9}};
  const Trial trial = replayed(folder, with(curve_sample(), "/goal", goal)).trials[0];
  EXPECT_EQ(trial.state, TrialState::kComplete);
  EXPECT_EQ(trial.measurement->energy.joules, Joules(7.0));
}

TEST(Replay, ARunWithoutItsTargetFailsAfterItsJoules) {
  const TableFolder folder("x,acc,J,s\n1,,30,3\n2,0.75,20,2\n");
  const StudyRecord record = replayed(folder, with(table_sample(), "/objective/missing", "fail"));
  const auto failed = std::find_if(record.trials.begin(), record.trials.end(),
                                   [](const Trial& t) { return t.state == TrialState::kFailed; });
  ASSERT_NE(failed, record.trials.end());
  EXPECT_THAT(failed->reason, HasSubstr("records no acc"));
  EXPECT_EQ(failed->measurement->energy.joules, Joules(30.0));
  EXPECT_EQ((failed->ended_at - failed->started_at), Seconds(3.0));
  EXPECT_EQ(record.ledger.total, Joules(50.0));
}

TEST(Replay, EveryRepetitionIsDrawnBySomeSeed) {
  const TableFolder folder("x,acc,J,s\n1,0.1,1,1\n1,0.2,2,1\n1,0.3,3,1\n");
  std::set<double> seen;
  for (int seed = 0; seed < 40; ++seed) {
    json document = with(table_sample(), "/seed", seed);
    seen.insert(replayed(folder, document).trials[0].measurement->energy.joules.value);
  }
  EXPECT_THAT(seen, ElementsAre(1.0, 2.0, 3.0));
}

TEST(Replay, WithoutJoulesNoEnergyIsClaimed) {
  const TableFolder folder("x,acc,s\n1,0.5,2\n");
  const StudyRecord record = replayed(folder, without(table_sample(), "/objective/joules"));
  const Measurement& measurement = *record.trials[0].measurement;
  EXPECT_EQ(measurement.energy.source, energy::Source::kUnknown);
  EXPECT_FALSE(measurement.metrics.contains("train_joules"));
  EXPECT_EQ(record.trials[0].state, TrialState::kComplete);
}

TEST(Replay, ParametersWithoutARunAreInfeasible) {
  const auto runs = std::make_shared<RecordedRuns>(RecordingInfo{"t.csv", true, {}, 0, ""},
                                                   std::vector<RecordedConfiguration>{});
  const auto study = test::make_study(test::identity, 2);
  study->objective = std::make_shared<TableObjective>(runs);
  Bench bench;
  ASSERT_TRUE(bench.run(*study));
  for (const Trial& trial : bench.record().trials) {
    EXPECT_EQ(trial.state, TrialState::kInfeasible);
    EXPECT_EQ(trial.reason, "t.csv has no run with these parameters");
  }
}

TEST(Replay, AnExceptionOfAnObserverFailsATrialAndNotTheProcess) {
  class Thrower final : public StudyObserver {
    void trial_step(const Trial& /*trial*/, const Step& /*step*/) override {
      throw std::runtime_error("out of cheese");
    }
  };
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,4,1\n1,2,0.5,100,50\n");
  const auto study = study_of(folder, curve_sample());
  Bench bench;
  Thrower thrower;
  energy::ReplayedBooks unused({});
  ASSERT_TRUE(run_study(*study, {*bench.store, unused, bench.clock, thrower}, {}));
  const StudyRecord record = bench.record();
  EXPECT_EQ(record.trials[0].reason, "exception: out of cheese");
  // It is charged for the step that was made.
  EXPECT_EQ(record.trials[0].measurement->energy.joules, Joules(4.0));
  EXPECT_EQ(record.trials[0].measurement->seconds, Seconds(1.0));
  EXPECT_EQ(record.ledger.total, Joules(4.0));
  EXPECT_EQ(record.elapsed, Seconds(1.0));
}

TEST(TableObjective, IsReplayedAndNotEvaluated) {
  const TableFolder folder("x,acc,J,s\n1,0.5,4,1\n");
  const auto scenario = folder.load(table_sample());
  ASSERT_TRUE(scenario);
  TableObjective objective(scenario->recorded_runs);
  const Bench bench;
  TrialJob job;
  job.parameters = Parameters(json{{"x", 1}});
  const Goal goal = Goal::from_json(scenario->document.at("goal"));
  energy::ReplayedBooks books(scenario->recorded_runs->meter());
  const TrialEnd end = run_trial(job, objective, goal, books, bench.clock);
  EXPECT_EQ(end.state, TrialState::kInfeasible);
  EXPECT_THAT(end.reason, HasSubstr("replayed, not evaluated"));
}

}  // namespace
}  // namespace wattle::search
