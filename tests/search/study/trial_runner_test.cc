// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

class TrialRunner : public testing::Test {
 protected:
  TrialRunner() {
    energy::MeteringOptions options;
    options.sampler_thread = false;
    metering_ = std::move(*energy::start_metering(
        std::make_unique<test::ConstantPowerMeter>(clock_, Watts(2.0)), clock_, options));
  }

  TrialEnd run(test::CallableObjective::Function function, TrialJob job = {}) {
    test::CallableObjective objective(std::move(function));
    return run_trial(job, objective, goal_, *metering_, clock_);
  }

  energy::ManualClock clock_;
  std::unique_ptr<energy::Metering> metering_;
  Goal goal_ = Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
};

TEST_F(TrialRunner, AddsSecondsAndJoulesToTheMetrics) {
  const TrialEnd end = run([&](const Parameters&, TrialContext&) -> Result<Evaluation> {
    clock_.advance(Seconds(3.0));
    return Evaluation{{{"value", 1.0}}, std::nullopt};
  });
  ASSERT_EQ(end.state, TrialState::kComplete) << end.reason;
  EXPECT_EQ(end.measurement->metrics.at("seconds"), 3.0);
  EXPECT_EQ(end.measurement->metrics.at("train_joules"), end.measurement->energy.joules.value);
}

TEST_F(TrialRunner, TakesTheObjectivesOwnJoulesWhenItKnowsThem) {
  energy::EnergyReading own;
  own.joules = own.low = own.high = Joules(42.0);
  own.source = energy::Source::kReported;
  const TrialEnd end = run([&](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return Evaluation{{{"value", 1.0}}, own};
  });
  EXPECT_EQ(end.measurement->energy, own);
  EXPECT_EQ(end.measurement->metrics.at("train_joules"), 42.0);
}

TEST_F(TrialRunner, RefusesJoulesThatMakeNoSense) {
  for (const double joules : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    energy::EnergyReading own;
    own.joules = own.low = own.high = Joules(joules);
    const TrialEnd end = run([&](const Parameters&, TrialContext&) -> Result<Evaluation> {
      return Evaluation{{{"value", 1.0}}, own};
    });
    EXPECT_EQ(end.state, TrialState::kFailed);
  }
}

Result<Evaluation> nothing(const Parameters&, TrialContext&) {
  return Evaluation{{{"value", 1.0}}, std::nullopt};
}

/// Remembers what was set.
class RememberingLimit final : public energy::PowerLimit {
 public:
  Result<void> set(std::optional<Watts> limit) override {
    if (limit > Watts(400)) return fail(ErrorCode::kInvalidArgument, "gpu-0 allows up to 400 W");
    set_.push_back(limit);
    return {};
  }
  const std::vector<Watts>& former() const override { return former_; }
  Result<void> restore() override { return {}; }
  const std::vector<std::optional<Watts>>& all() const { return set_; }

 private:
  std::vector<std::optional<Watts>> set_;
  std::vector<Watts> former_;
};

TEST_F(TrialRunner, TellsTheTrialItsThreads) {
  TrialJob job;
  job.environment = TrialEnvironment{5, std::nullopt};
  int threads = 0;
  run(
      [&](const Parameters& parameters, TrialContext& context) {
        threads = context.threads();
        return nothing(parameters, context);
      },
      job);
  EXPECT_EQ(threads, 5);
}

TEST_F(TrialRunner, SetsThePowerLimitOfEachTrial) {
  RememberingLimit limit;
  TrialJob job;
  job.power_limit = &limit;
  run(nothing, job);
  job.environment = TrialEnvironment{.gpu_power_limit = Watts(200)};
  EXPECT_EQ(run(nothing, job).state, TrialState::kComplete);
  EXPECT_EQ(limit.all(), (std::vector<std::optional<Watts>>{std::nullopt, Watts(200)}));
}

TEST_F(TrialRunner, ATrialFailsWithoutTheEnvironmentThatItAskedFor) {
  TrialJob job;
  job.environment = TrialEnvironment{.gpu_power_limit = Watts(500)};
  EXPECT_EQ(run(nothing, job).reason, "nobody here holds the GPUs' power limits");
  RememberingLimit limit;
  job.power_limit = &limit;
  EXPECT_EQ(run(nothing, job).reason, "gpu-0 allows up to 400 W");
  job.environment = fail(ErrorCode::kInvalidArgument, "division by zero");
  const TrialEnd end = run(nothing, job);
  EXPECT_EQ(end.state, TrialState::kInfeasible);
  EXPECT_EQ(end.reason, "division by zero");
}

TEST_F(TrialRunner, StepsCarryTheSecondsSoFar) {
  std::vector<Step> steps;
  TrialJob job;
  job.on_step = [&](const Step& step) {
    steps.push_back(step);
    return std::nullopt;
  };
  run(
      [&](const Parameters&, TrialContext& context) -> Result<Evaluation> {
        for (int step = 1; step <= 2; ++step) {
          clock_.advance(Seconds(1.5));
          context.report(step, {{"value", 1.0 / step}});
        }
        return Evaluation{{{"value", 0.5}}, std::nullopt};
      },
      job);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].seconds, Seconds(1.5));
  EXPECT_EQ(steps[1].seconds, Seconds(3.0));
  EXPECT_EQ(steps[1].metrics.at("value"), 0.5);
}

// Two steps of 7 s and 5 J were made before; they are told again as they were, and a third is made.
TEST_F(TrialRunner, GoesOnFromAnEarlierAttempt) {
  std::vector<Step> steps;
  std::vector<int> resumed;
  TrialJob job;
  job.earlier = {
      {1,
       {{"value", 0.9}},
       Joules(2.0),
       Seconds(3.0),
       Joules(1.0),
       Joules(4.0),
       Joules(3.0),
       false},
      {2, {{"value", 0.8}}, Joules(5.0), Seconds(7.0), Joules(4.0), Joules(9.0), Joules(8.0), true},
      {3,
       {{"value", 0.7}},
       Joules(6.0),
       Seconds(8.0),
       Joules(5.0),
       Joules(9.5),
       Joules(9.0),
       true}};
  job.on_resumed = [&](int step) { resumed.push_back(step); };
  job.on_step = [&](const Step& step) {
    steps.push_back(step);
    return std::nullopt;
  };
  const TrialEnd end = run(
      [&](const Parameters&, TrialContext& context) -> Result<Evaluation> {
        clock_.advance(Seconds(0.5));  // looking for the checkpoint
        context.resumed(2);
        EXPECT_GE(context.joules(), Joules(5.0));
        context.report(1, {{"value", 0.9}});
        context.report(2, {{"value", 0.8}});
        clock_.advance(Seconds(1.0));
        context.report(3, {{"value", 0.75}});
        return Evaluation{{{"value", 0.75}}, std::nullopt};
      },
      job);
  EXPECT_EQ(resumed, std::vector<int>{2});
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].joules, Joules(2.0));
  EXPECT_EQ(steps[1].seconds, Seconds(7.0));
  EXPECT_EQ(steps[1].gross_joules, Joules(8.0));
  EXPECT_EQ(steps[2].seconds, Seconds(8.5));
  EXPECT_EQ(steps[2].metrics.at("value"), 0.75);
  EXPECT_GE(steps[2].joules, Joules(5.0));
  EXPECT_TRUE(steps[2].shared);
  EXPECT_EQ(end.measurement->seconds, Seconds(8.5));
  // The meter adds as much to both; a handful of operations round.
  EXPECT_NEAR((end.measurement->energy.high - end.measurement->energy.joules).value, 4.0, 1e-12);
  EXPECT_GE(end.measurement->gross_joules, Joules(8.0));
  EXPECT_LE(metering_->totals().trials, Joules(3.0)) << "the earlier joules are in earlier totals";
}

TEST_F(TrialRunner, TakesOverAsMuchAsIsKnown) {
  for (const bool known : {false, true}) {
    TrialJob job;
    if (known) job.earlier = {{2, {{"value", 0.9}}, Joules(1.0), Seconds(3.0)}};
    const TrialEnd end = run(
        [&](const Parameters&, TrialContext& context) -> Result<Evaluation> {
          context.resumed(4);
          clock_.advance(Seconds(1.0));
          return Evaluation{{{"value", 1.0}}, std::nullopt};
        },
        job);
    EXPECT_EQ(end.state, TrialState::kComplete);
    EXPECT_EQ(end.measurement->seconds, Seconds(known ? 4.0 : 1.0));
  }
}

/// Reports the values as steps of one second until it is told to stop; its result is the last one.
test::CallableObjective::Function reporting(energy::ManualClock& clock,
                                            const std::vector<double>& values) {
  return [&clock, values](const Parameters&, TrialContext& context) -> Result<Evaluation> {
    Evaluation last;
    for (std::size_t i = 0; i < values.size(); ++i) {
      clock.advance(Seconds(1.0));
      last.metrics = {{"value", values[i]}};
      if (!context.report(static_cast<int>(i) + 1, last.metrics)) break;
    }
    return last;
  };
}

class CheapestTrial : public TrialRunner {
 protected:
  CheapestTrial() {
    goal_ = Goal::from_json(
        {{"kind", "cheapest"}, {"metric", "value"}, {"direction", "minimize"}, {"at_most", 0.5}});
  }
};

TEST_F(CheapestTrial, EndsAsCompleteWhenItIsGoodEnough) {
  const TrialEnd end = run(reporting(clock_, {0.9, 0.6, 0.4, 0.3}));
  EXPECT_EQ(end.state, TrialState::kComplete);
  EXPECT_EQ(end.reason, "value 0.4 at step 3 is good enough");
  EXPECT_EQ(end.measurement->metrics.at("value"), 0.4);
  EXPECT_EQ(end.measurement->seconds, Seconds(3.0));
}

TEST_F(CheapestTrial, MakesAllItsStepsWhenItIsNeverGoodEnough) {
  const TrialEnd end = run(reporting(clock_, {0.9, 0.6, 0.7}));
  EXPECT_EQ(end.state, TrialState::kComplete);
  EXPECT_EQ(end.reason, "");
  EXPECT_EQ(end.measurement->metrics.at("value"), 0.7);
}

TEST_F(CheapestTrial, IsCompleteEvenWhenThePrunerSaysStopAtTheSameStep) {
  TrialJob job;
  job.on_step = [](const Step& step) {
    return step.step == 2 ? std::optional<std::string>("too slow") : std::nullopt;
  };
  EXPECT_EQ(run(reporting(clock_, {0.9, 0.4}), job).state, TrialState::kComplete);
  EXPECT_EQ(run(reporting(clock_, {0.9, 0.6}), job).state, TrialState::kPruned);
}

TEST_F(CheapestTrial, TheFirstReasonToStopCounts) {
  TrialJob job;
  job.on_step = [](const Step&) { return std::optional<std::string>("too slow"); };
  const TrialEnd end = run(
      [](const Parameters&, TrialContext& context) -> Result<Evaluation> {
        EXPECT_FALSE(context.report(1, {{"value", 0.9}}));
        EXPECT_FALSE(context.report(2, {{"value", 0.4}})) << "it was told already";
        return Evaluation{{{"value", 0.4}}, std::nullopt};
      },
      job);
  EXPECT_EQ(end.state, TrialState::kPruned);
}

TEST_F(TrialRunner, AStoppedTrialCountsAsTheJobSays) {
  TrialJob job;
  job.on_step = [](const Step&) { return std::optional<std::string>("done"); };
  EXPECT_EQ(run(reporting(clock_, {0.9}), job).state, TrialState::kPruned);
  job.stopped_state = TrialState::kComplete;
  const TrialEnd end = run(reporting(clock_, {0.9, 0.8}), job);
  EXPECT_EQ(end.state, TrialState::kComplete);
  EXPECT_EQ(end.reason, "done");
}

TEST_F(TrialRunner, ACompleteTrialNeedsItsMetricsAlsoWhenItWasStopped) {
  TrialJob job;
  job.on_step = [](const Step&) { return std::optional<std::string>("done"); };
  job.stopped_state = TrialState::kComplete;
  EXPECT_EQ(run(reporting(clock_, {std::nan("")}), job).state, TrialState::kFailed);
}

TEST_F(TrialRunner, GivingUpWithoutBeingAskedIsAFailure) {
  const TrialEnd end = run([](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return fail(ErrorCode::kCancelled, "tired");
  });
  EXPECT_EQ(end.state, TrialState::kFailed);
}

TEST_F(TrialRunner, ACancelledTrialIsWaiting) {
  TrialJob job;
  job.cancelled = [] { return true; };
  const auto gives_up = [](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return fail(ErrorCode::kCancelled, "interrupted");
  };
  const TrialEnd end = run(gives_up, job);
  EXPECT_EQ(end.state, TrialState::kWaiting);
  EXPECT_FALSE(end.measurement);
}

TEST_F(TrialRunner, NamesTheMetricThatIsMissing) {
  const TrialEnd end = run([](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return Evaluation{{{"other", 1.0}}, std::nullopt};
  });
  EXPECT_EQ(end.state, TrialState::kFailed);
  EXPECT_EQ(end.reason, "the objective gave no metric named value");
}

TEST_F(TrialRunner, SaysThatALifetimeNeedsInferenceEnergy) {
  goal_ = Goal::from_json({{"kind", "equal"},
                           {"metric", "value"},
                           {"direction", "minimize"},
                           {"lifetime", {{"retrainings", 2}, {"requests", 1e6}}}});
  energy::EnergyReading training;
  training.joules = training.low = training.high = Joules(5.0);
  training.source = energy::Source::kReported;
  const auto gives = [&](const Metrics& metrics) {
    return run([&](const Parameters&, TrialContext&) -> Result<Evaluation> {
      return Evaluation{metrics, training};
    });
  };
  const TrialEnd without = gives({{"value", 1.0}});
  EXPECT_EQ(without.state, TrialState::kFailed);
  EXPECT_EQ(without.reason, "the objective gave no metric named inference_joules_per_1000");
  const TrialEnd with = gives({{"value", 1.0}, {"inference_joules_per_1000", 3.0}});
  EXPECT_EQ(with.state, TrialState::kComplete) << with.reason;
  EXPECT_EQ(goal_.joules(with.measurement->metrics), 2 * 5.0 + 1000 * 3.0);
}

TEST_F(TrialRunner, SaysWhatHasNoRatioToAReference) {
  goal_ = Goal::from_json({{"kind", "equal"}, {"metric", "value"}, {"direction", "minimize"}});
  const TrialEnd end = run([](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return Evaluation{{{"value", -1.5}}, std::nullopt};
  });
  EXPECT_EQ(end.state, TrialState::kFailed);
  EXPECT_EQ(end.reason, "value is -1.5, not above 0");
}

TEST_F(TrialRunner, SeedsOfTrialsDiffer) {
  EXPECT_NE(trial_seed(7, 0), trial_seed(7, 1));
  EXPECT_NE(trial_seed(7, 0), trial_seed(8, 0));
  EXPECT_EQ(trial_seed(7, 3), trial_seed(7, 3));
}

}  // namespace
}  // namespace wattle::search
