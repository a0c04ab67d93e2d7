// SPDX-License-Identifier: MIT
// Studies that replay recorded runs: virtual workers, a simulated clock, recorded joules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <numeric>
#include <set>

#include "energy/replayed_books.h"
#include "search/objective/table_objective.h"
#include "search/study/build_study.h"
#include "search/study/trial_runner.h"
#include "tests/search/scenario/table_fixture.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::Bench;
using test::curve_sample;
using test::table_sample;
using test::TableFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

RunOptions with_jobs(int jobs) {
  RunOptions options;
  options.jobs = jobs;
  return options;
}

/// The study of a document on a table; the scenario holds what it replays.
std::unique_ptr<Study> study_of(const TableFolder& folder, const json& document, int jobs = 1) {
  const auto scenario = folder.load(document);
  if (!scenario) {
    ADD_FAILURE() << to_text(scenario.error().front());
    return nullptr;
  }
  auto study = build_study(*scenario, {}, jobs);
  EXPECT_TRUE(study) << study.error().message;
  return study ? std::move(*study) : nullptr;
}

StudyRecord replayed(const TableFolder& folder, const json& document, int jobs = 1) {
  const auto study = study_of(folder, document, jobs);
  Bench bench;
  const auto summary = bench.run(*study, with_jobs(jobs));
  EXPECT_TRUE(summary) << summary.error().message;
  return bench.record();
}

/// What tells one replay from another.
json told(const StudyRecord& record) {
  json trials = json::array();
  for (const Trial& trial : record.trials) {
    trials.push_back({trial.parameters.json(), to_string(trial.state), trial.measurement->metrics,
                      trial.started_at.value, trial.ended_at.value, trial.reason});
  }
  return {trials, record.elapsed.value, record.ledger.total.value};
}

/// Rounding of a sum of `count` numbers of this size, added in any order.
double rounding(std::size_t count, double sum) {
  return static_cast<double>(count) * std::numeric_limits<double>::epsilon() * sum;
}

void expect_books_add_up(const StudyRecord& record) {
  double joules = 0.0;
  for (const Trial& trial : record.trials) joules += trial.measurement->energy.joules.value;
  EXPECT_NEAR(record.ledger.total.value, joules, rounding(record.trials.size(), joules));
  EXPECT_EQ(record.ledger.trials, record.ledger.total);
  EXPECT_EQ(record.ledger.overhead, Joules(0.0));
  EXPECT_EQ(record.ledger.idle, Joules(0.0));
}

/// 60 configurations with three runs of six steps each, all different.
std::string many_curves() {
  std::string text = "x,y,r,epoch,acc,J,s\n";
  Rng rng(3);
  for (int configuration = 0; configuration < 60; ++configuration) {
    for (int run = 0; run < 3; ++run) {
      double joules = 0.0;
      double seconds = 0.0;
      for (int epoch = 1; epoch <= 6; ++epoch) {
        joules += rng.uniform(1.0, 9.0);
        seconds += rng.uniform(0.5, 2.5);
        const double accuracy = 1.0 - rng.uniform(0.5, 1.0) / (epoch + configuration % 7);
        text += std::to_string(configuration % 10) + "," + std::to_string(configuration / 10) +
                "," + std::to_string(run) + "," + std::to_string(epoch) + "," +
                std::to_string(accuracy) + "," + std::to_string(joules) + "," +
                std::to_string(seconds) + "\n";
      }
    }
  }
  return text;
}

json many_sample() {
  json document = with(curve_sample(), "/objective/parameters", {"x", "y"});
  document["objective"]["run"] = "r";
  document["strategy"] = {{"kind", "bayesian"}};
  document["pruner"] = {{"kind", "asha"}, {"min_steps", 2}};
  document["budget"] = {{"trials", 30}};
  return document;
}

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

TEST(Replay, WorkersTakeAsLongAsTheirRuns) {
  // In the grid's order, which is that of the table, two workers make: 0-5 1 2; 0-3 2; 3-5 3;
  // 5-9 4.
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

/// Suggests the rows of its space in their order.
class InOrder final : public Strategy {
 public:
  explicit InOrder(const SearchSpace& space) : space_(space) {}
  std::string_view kind() const override { return "in_order"; }
  Result<Parameters> suggest(const History& history, Rng& /*rng*/) override {
    if (history.size() >= space_.rows()->size()) return fail(ErrorCode::kExhausted, "no more");
    return (*space_.rows())[history.size()];
  }
  json state() const override { return json::object(); }
  Result<void> restore(const json& /*state*/) override { return {}; }

 private:
  const SearchSpace& space_;
};

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
    EXPECT_EQ(trial.state, longer ? TrialState::kPruned : TrialState::kComplete);
  }
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

TEST(Replay, GoesOnWhereItWasCutOff) {
  const TableFolder folder(many_curves());
  json document = with(many_sample(), "/schedule", {{"kind", "fixed_lag"}, {"lag", 3}});
  const StudyRecord whole = replayed(folder, document, 2);
  for (const int steps : {1, 25, 70}) {
    Bench bench;
    std::atomic<bool> cancel{false};
    CancelAfter observer(steps, cancel);
    RunOptions options = with_jobs(2);
    options.cancel = &cancel;
    energy::ReplayedBooks unused({});
    const auto first = study_of(folder, document, 2);
    const auto cut = run_study(*first, {*bench.store, unused, bench.clock, observer}, options);
    ASSERT_TRUE(cut) << cut.error().message;
    EXPECT_TRUE(cut->interrupted);
    const auto second = study_of(folder, document, 2);
    ASSERT_TRUE(bench.run(*second, with_jobs(2)));
    const StudyRecord resumed = bench.record();
    ASSERT_EQ(resumed.trials.size(), whole.trials.size());
    for (std::size_t i = 0; i < whole.trials.size(); ++i) {
      EXPECT_EQ(resumed.trials[i].parameters, whole.trials[i].parameters) << i;
      EXPECT_EQ(resumed.trials[i].measurement->metrics, whole.trials[i].measurement->metrics);
    }
    expect_books_add_up(resumed);
  }
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
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,4,1\n");
  const auto study = study_of(folder, curve_sample());
  Bench bench;
  Thrower thrower;
  energy::ReplayedBooks unused({});
  ASSERT_TRUE(run_study(*study, {*bench.store, unused, bench.clock, thrower}, {}));
  EXPECT_EQ(bench.record().trials[0].reason, "exception: out of cheese");
}

TEST(TableObjective, EvaluatesAtOnceForThoseWhoAsk) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,4,1\n1,2,0.75,6,2\n");
  const auto scenario = folder.load(curve_sample());
  ASSERT_TRUE(scenario);
  TableObjective objective(scenario->recorded_runs);
  Bench bench;
  TrialJob job;
  job.parameters = Parameters(json{{"x", 1}});
  const Goal goal = Goal::from_json(scenario->document.at("goal"));
  energy::ReplayedBooks books(scenario->recorded_runs->meter());
  const TrialEnd end = run_trial(job, objective, goal, books, bench.clock);
  EXPECT_EQ(end.state, TrialState::kComplete);
  EXPECT_EQ(end.measurement->energy.joules, Joules(6.0));
  EXPECT_EQ(end.measurement->metrics.at("acc"), 0.75);
}

}  // namespace
}  // namespace wattle::search
