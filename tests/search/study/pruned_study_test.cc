// SPDX-License-Identifier: MIT
// Studies whose trials are stopped early.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::make_study;

/// Reports `steps` steps of a value that falls from x + 1 to x, taking a time that has nothing to
/// do with the trial's number; the result is that of the last step.
test::CallableObjective::Function falling(int steps) {
  return [steps](const Parameters& parameters, TrialContext& context) -> Result<Evaluation> {
    Evaluation last;
    for (int step = 1; step <= steps; ++step) {
      std::this_thread::sleep_for(std::chrono::microseconds(context.seed() % 300));
      last.metrics = {{"value", parameters.find("x")->get<double>() + 1.0 / step}};
      if (!context.report(step, last.metrics)) break;
    }
    return last;
  };
}

std::unique_ptr<Study> pruned_study(const nlohmann::json& pruner, int steps, int trials) {
  auto study = make_study(falling(steps), trials);
  study->objective = std::make_shared<test::CallableObjective>(falling(steps), steps);
  study->pruner = make_pruner(pruner, study->goal);
  return study;
}

/// What a trial was and how far it came.
std::vector<std::pair<TrialState, std::size_t>> fates(const std::vector<Trial>& trials) {
  std::vector<std::pair<TrialState, std::size_t>> result;
  for (const Trial& trial : trials) result.emplace_back(trial.state, trial.steps.size());
  return result;
}

class PrunedStudy : public testing::TestWithParam<const char*> {};

TEST_P(PrunedStudy, IsTheSameForAnyNumberOfJobsUnderFixedLag) {
  const auto run = [](int jobs) {
    const auto study = pruned_study({{"kind", GetParam()}}, 9, 40);
    study->schedule = Schedule::from_json({{"kind", "fixed_lag"}, {"lag", 4}});
    Bench bench;
    RunOptions options;
    options.jobs = jobs;
    EXPECT_TRUE(bench.run(*study, options));
    return fates(bench.record().trials);
  };
  const auto alone = run(1);
  std::set<std::size_t> lengths;
  for (const auto& [state, steps] : alone) lengths.insert(steps);
  EXPECT_GT(lengths.size(), 1u) << "the test needs some trials that were stopped";
  EXPECT_EQ(run(2), alone);
  EXPECT_EQ(run(4), alone);
}

INSTANTIATE_TEST_SUITE_P(Pruners, PrunedStudy, testing::Values("median", "asha", "hyperband"));

TEST(PrunedStudy, NobodyIsStoppedAtTheLastStep) {
  // Rungs 1, 3 and 9; nine steps.
  Bench bench;
  const auto study = pruned_study({{"kind", "asha"}}, 9, 60);
  ASSERT_TRUE(bench.run(*study));
  for (const auto& [state, steps] : fates(bench.record().trials)) {
    EXPECT_EQ(state == TrialState::kComplete, steps == 9) << steps;
  }
}

TEST(PrunedStudy, ATrialWithoutPatienceIsCompleteAndMayBeTheBest) {
  const auto study =
      pruned_study({{"kind", "patience"}, {"patience", 1}, {"min_delta", 0.15}}, 9, 4);
  study->finalists = 1;
  Bench bench;
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary && summary->best);
  EXPECT_EQ(summary->complete, 4);
  const StudyRecord record = bench.record();
  for (const Trial& trial : record.trials) {
    // 1, 1/2, 1/3, 1/4: the gain of the fourth step is the first below 0.15 against the third.
    EXPECT_EQ(trial.steps.size(), 4u);
    EXPECT_NE(trial.reason.find("did not improve"), std::string::npos) << trial.reason;
  }
  // The finalist does the same work.
  ASSERT_EQ(record.finalists.size(), 1u);
  const Trial& best = record.trials[static_cast<std::size_t>(*summary->best)];
  EXPECT_EQ(record.finalists[0].state, TrialState::kComplete);
  EXPECT_EQ(record.finalists[0].measurement.metrics.at("value"),
            best.measurement->metrics.at("value"));
}

TEST(PrunedStudy, CheapestTrialsAndTheirFinalistsEndWhenTheyAreGoodEnough) {
  const auto study = pruned_study({{"kind", "none"}}, 9, 6);
  study->goal = Goal::from_json(
      {{"kind", "cheapest"}, {"metric", "value"}, {"direction", "minimize"}, {"at_most", 1.2}});
  study->finalists = 1;
  Bench bench;
  const auto summary = bench.run(*study);
  ASSERT_TRUE(summary && summary->best);
  const StudyRecord record = bench.record();
  int early = 0;
  for (const Trial& trial : record.trials) {
    ASSERT_EQ(trial.state, TrialState::kComplete) << trial.reason;
    const bool good = trial.measurement->metrics.at("value") <= 1.2;
    EXPECT_TRUE(good || trial.steps.size() == 9);
    // Not good enough until the last step.
    for (std::size_t i = 0; i + 1 < trial.steps.size(); ++i) {
      EXPECT_GT(trial.steps[i].metrics.at("value"), 1.2);
    }
    early += good && trial.steps.size() < 9;
  }
  EXPECT_GT(early, 0);
  const Trial& best = record.trials[static_cast<std::size_t>(*summary->best)];
  EXPECT_EQ(record.finalists[0].measurement.metrics.at("value"),
            best.measurement->metrics.at("value"));
}

TEST(PrunedStudy, TheEnergyPrunerKeepsAStudyWithinItsJoules) {
  // One watt, and 40 steps of 2 s. How much of a step is the trial's own depends on what else the
  // processor does: alone, the 4th step shows that 36 more do not fit, and at the 10th nothing is
  // left whatever the share.
  energy::ManualClock clock;
  const auto steady = [&clock](const Parameters&, TrialContext& context) -> Result<Evaluation> {
    for (int step = 1; step <= 40; ++step) {
      for (volatile int work = 0; work < 1'000'000;) work = work + 1;
      clock.advance(Seconds(2.0));
      if (!context.report(step, {{"value", 1.0}})) break;
    }
    return Evaluation{{{"value", 1.0}}, std::nullopt};
  };
  const auto study = make_study(steady, 1);
  study->objective = std::make_shared<test::CallableObjective>(steady, 40);
  study->pruner = make_pruner({{"kind", "energy"}}, study->goal);
  study->budget.joules = Joules(20.0);
  energy::MeteringOptions metering_options;
  metering_options.sampler_thread = false;
  metering_options.proc = "/none";  // other programs take no share
  const auto metering = energy::start_metering(
      std::make_unique<test::ConstantPowerMeter>(clock, Watts(1.0)), clock, metering_options);
  ASSERT_TRUE(metering);
  Bench bench;
  ASSERT_TRUE(run_study(*study, {*bench.store, **metering, clock, bench.observer}, {}));
  const Trial trial = bench.record().trials.at(0);
  EXPECT_EQ(trial.state, TrialState::kPruned);
  EXPECT_THAT(trial.steps.size(), testing::AllOf(testing::Ge(4u), testing::Le(10u)));
  EXPECT_THAT(trial.reason,
              testing::ContainsRegex("the [0-9]+ steps after step [0-9]+ need about"));
  EXPECT_LE(bench.record().ledger.total, Joules(20.0));
}

TEST(BudgetOfJoules, DoesNotStartATrialThatCannotFit) {
  // 10 J each, of 203, less what the first trials share with the start of the workers' threads.
  const energy::SteadyClock steady;
  energy::ManualClock clock;
  const auto study = make_study(
      [&](const Parameters&, TrialContext&) -> Result<Evaluation> {
        // Long beside what the study itself computes between two trials.
        const Seconds begin = steady.now();
        while (steady.now() - begin < Seconds(0.06)) {
        }
        clock.advance(Seconds(10.0));
        return Evaluation{{{"value", 1.0}}, std::nullopt};
      },
      100);
  study->budget.joules = Joules(203.0);
  energy::MeteringOptions metering_options;
  metering_options.sampler_thread = false;
  metering_options.proc = "/none";
  const auto metering = energy::start_metering(
      std::make_unique<test::ConstantPowerMeter>(clock, Watts(1.0)), clock, metering_options);
  ASSERT_TRUE(metering);
  Bench bench;
  const auto summary = run_study(*study, {*bench.store, **metering, clock, bench.observer}, {});
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->complete, 20);
  EXPECT_THAT(summary->stopped_because, testing::HasSubstr("the next trial needs about"));
  EXPECT_LE(bench.record().ledger.total, Joules(203.0));
}

TEST(Schedule, ShowsTheFirstTrialsOnly) {
  const Schedule lag = Schedule::from_json({{"kind", "fixed_lag"}, {"lag", 4}});
  for (int k = 0; k < 12; ++k) {
    std::size_t shown = 0;
    for (int number = 0; number < k; ++number) shown += lag.shows(number, k);
    EXPECT_EQ(lag.shown(k, static_cast<std::size_t>(k)), shown) << k;
  }
  EXPECT_EQ(Schedule{}.shown(3, 12), 12u);
}

}  // namespace
}  // namespace wattle::search
