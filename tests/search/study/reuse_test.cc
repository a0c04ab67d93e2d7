// SPDX-License-Identifier: MIT
#include "search/study/reuse.h"

#include <gtest/gtest.h>

#include <atomic>

#include "search/objective/function_objective.h"
#include "tests/search/study/study_fixture.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::make_study;

/// Three steps towards x; can say what decides that, and counts how often it was asked to run.
class Counted final : public Objective {
 public:
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override {
    ++runs;
    const double x = parameters.find("x")->get<double>();
    for (int step = 1; step <= 3; ++step) {
      if (!context.report(step, {{"value", x + 1.0 / step}})) break;
    }
    return Evaluation{{{"value", x}}, std::nullopt};
  }
  std::optional<nlohmann::json> identity(const Parameters& parameters) override {
    if (secretive) return std::nullopt;
    return nlohmann::json{{"parameters", parameters.json()}, {"data", data}};
  }

  std::atomic<int> runs = 0;
  std::string data = "1024-cbf43926";
  bool secretive = false;
};

class Reuse : public ::testing::Test {
 protected:
  struct Run {
    StudyRecord record;
    int runs = 0;
  };

  Run run(const std::function<void(Study&, Counted&)>& change = nullptr,
          nlohmann::json context = nlohmann::json::object()) {
    Bench bench;
    const auto objective = std::make_shared<Counted>();
    const auto study = make_study(test::identity, 6);
    study->objective = objective;
    if (change) change(*study, *objective);
    RunOptions options;
    options.cache = cache_.get();
    options.context = std::move(context);
    const auto summary = bench.run(*study, options);
    EXPECT_TRUE(summary) << summary.error().message;
    return {bench.record(), objective->runs};
  }

  const test::TemporaryDirectory directory_;
  const std::unique_ptr<TrialCache> cache_ = std::move(*TrialCache::open(directory_.path() / "c"));
};

TEST_F(Reuse, GivesTheRecordedResultOfAnIdenticalTrial) {
  const Run first = run();
  const Run second = run();
  EXPECT_EQ(first.runs, 6);
  EXPECT_EQ(second.runs, 0);
  ASSERT_EQ(second.record.trials.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const Trial& ran = first.record.trials[i];
    const Trial& reused = second.record.trials[i];
    EXPECT_EQ(reused.state, TrialState::kComplete);
    EXPECT_TRUE(was_reused(reused));
    EXPECT_EQ(reused.origin->trial, ran.number);
    EXPECT_EQ(reused.parameters, ran.parameters);
    EXPECT_EQ(reused.measurement->metrics, ran.measurement->metrics);
    EXPECT_EQ(reused.measurement->energy.joules, ran.measurement->energy.joules);
    ASSERT_EQ(reused.steps.size(), 3u);
    EXPECT_EQ(reused.steps[1].metrics, ran.steps[1].metrics);
  }
  EXPECT_EQ(second.record.ledger.trials, Joules(0)) << "what was reused cost nothing";
}

TEST_F(Reuse, GoesOnWithFurtherTrials) {
  run();
  const Run longer = run([](Study& study, Counted&) { study.budget.trials = 9; });
  EXPECT_EQ(longer.runs, 3);
  EXPECT_EQ(longer.record.trials.size(), 9u);
}

TEST_F(Reuse, IsOnlyOfWhatIsIdentical) {
  run();
  EXPECT_EQ(run([](Study& study, Counted&) { study.seed = 12; }).runs, 6);
  EXPECT_EQ(run([](Study&, Counted& objective) { objective.data = "1024-00000000"; }).runs, 6);
  EXPECT_EQ(run([](Study& study, Counted&) { study.environment.threads = 2; }).runs, 6);
  EXPECT_EQ(run(nullptr, {{"meter", {{"name", "rapl"}}}}).runs, 6);
  EXPECT_EQ(run([](Study&, Counted& objective) { objective.secretive = true; }).runs, 6);
  EXPECT_EQ(run().runs, 0);
}

TEST_F(Reuse, IsNotOfTrialsThatTheStudyStopped) {
  const auto prune = [](Study& study, Counted&) {
    study.pruner = make_pruner({{"kind", "median"}, {"startup_trials", 1}, {"warmup_steps", 0}},
                               study.goal);
  };
  const Run first = run(prune);
  int complete = 0;
  for (const Trial& trial : first.record.trials) complete += trial.state == TrialState::kComplete;
  ASSERT_LT(complete, 6) << "the pruner has stopped some";
  EXPECT_EQ(run(prune).runs, 6 - complete);
}

TEST_F(Reuse, FinalistsAreMeasuredAllTheSame) {
  run();
  const Run again = run([](Study& study, Counted&) { study.finalists = 1; });
  EXPECT_EQ(again.runs, 1);
  ASSERT_EQ(again.record.finalists.size(), 1u);
}

TEST(FunctionObjective, SaysWhatDecidesATrial) {
  FunctionObjective plain(*find_test_function("branin"), {});
  FunctionObjective noisy(*find_test_function("branin"), {.noise = 0.1});
  const Parameters point({{"x0", 1.0}, {"x1", 2.0}});
  EXPECT_EQ(plain.identity(point), plain.identity(point));
  EXPECT_NE(plain.identity(point), noisy.identity(point));
  EXPECT_NE(plain.identity(point), plain.identity(Parameters(nlohmann::json{{"x0", 1.0}, {"x1", 2.5}})));
}

}  // namespace
}  // namespace wattle::search
