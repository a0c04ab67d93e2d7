// SPDX-License-Identifier: MIT
#include "search/compare/run_comparison.h"

#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"
#include "tests/search/study/study_fixture.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

/// Counts what was run.
class Counter final : public ComparisonObserver {
 public:
  void warming_up() override { ++warmed; }
  void study_ended(const Arm&, const PlannedRun&, const StudyRecord&) override { ++ran; }
  int warmed = 0;
  int ran = 0;
};

class RunComparison : public ::testing::Test {
 protected:
  static Scenario scenario(const nlohmann::json& compare) {
    nlohmann::json document = function_sample();
    document["budget"] = {{"trials", 4}};
    document["compare"] = compare;
    return validate_scenario(document).value();
  }

  Result<std::vector<ArmStudies>> run(const Scenario& scenario,
                                      const std::atomic<bool>* cancel = nullptr) {
    ComparisonOptions options;
    options.folder = directory_.path();
    options.cancel = cancel;
    const auto start = [this]() {
      return energy::start_metering(std::make_unique<test::ConstantPowerMeter>(clock_, Watts(1.0)),
                                    clock_);
    };
    const ComparisonSurroundings surroundings{
        start, clock_, counter_, [](const Scenario& arm) { return build_study(arm, {}); }};
    return run_comparison(scenario, plan_comparison(scenario.document), surroundings, options);
  }

  const test::TemporaryDirectory directory_;
  const energy::SteadyClock clock_;
  Counter counter_;
};

const nlohmann::json kTwoTwice = {{"strategies", {"random", "sobol"}}, {"repeats", 2}};

TEST_F(RunComparison, RunsEachStudyOnceAfterAWarmUp) {
  const auto studies = run(scenario(kTwoTwice));
  ASSERT_TRUE(studies) << studies.error().message;
  EXPECT_EQ(counter_.warmed, 1);
  EXPECT_EQ(counter_.ran, 4);
  ASSERT_EQ(studies->size(), 2u);
  for (const ArmStudies& arm : *studies) {
    for (const StudyRecord& study : arm.repeats) {
      EXPECT_EQ(study.trials.size(), 4u);
      EXPECT_TRUE(study.finalists.empty());
    }
  }
}

TEST_F(RunComparison, EachStudyHasBooksOfItsOwn) {
  const auto studies = run(scenario(kTwoTwice));
  ASSERT_TRUE(studies);
  for (const ArmStudies& arm : *studies) {
    for (const StudyRecord& study : arm.repeats) {
      Joules sum;
      for (const Trial& trial : study.trials) {
        if (!trial.origin) sum += trial.measurement->energy.joules;
      }
      EXPECT_NEAR(study.ledger.trials.value, sum.value, 1e-9 * (1.0 + sum.value));
    }
  }
}

TEST_F(RunComparison, GoesOnWhereItWasCutOff) {
  ASSERT_TRUE(run(scenario(kTwoTwice)));
  ASSERT_TRUE(run(scenario(kTwoTwice)));
  EXPECT_EQ(counter_.ran, 4) << "nothing was run again";
  std::filesystem::remove(*std::filesystem::directory_iterator(directory_.path() / "studies"));
  ASSERT_TRUE(run(scenario(kTwoTwice)));
  EXPECT_EQ(counter_.ran, 5);
}

TEST_F(RunComparison, EndsWhenItIsCancelled) {
  const std::atomic<bool> cancel = true;
  const auto studies = run(scenario(kTwoTwice), &cancel);
  ASSERT_FALSE(studies);
  EXPECT_EQ(studies.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(counter_.ran, 0);
}

TEST_F(RunComparison, SharedTrialsAreTheSamePointsAndRunOnce) {
  nlohmann::json compare = kTwoTwice;
  compare["shared_trials"] = 3;
  const auto studies = run(scenario(compare));
  ASSERT_TRUE(studies);
  for (std::size_t repeat = 0; repeat < 2; ++repeat) {
    const std::vector<Trial>& a = (*studies)[0].repeats[repeat].trials;
    const std::vector<Trial>& b = (*studies)[1].repeats[repeat].trials;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(a[i].parameters, b[i].parameters);
      EXPECT_NE(a[i].origin.has_value(), b[i].origin.has_value()) << "one of the two was reused";
    }
    EXPECT_NE(a[3].parameters, b[3].parameters);
  }
}

TEST_F(RunComparison, AnArmThatIsNoScenarioIsNamed) {
  nlohmann::json compare = kTwoTwice;
  compare["arms"]["odd"] = {{"budget", {{"trails", 4}}}};
  const auto studies = run(scenario(compare));
  ASSERT_FALSE(studies);
  EXPECT_EQ(studies.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(studies.error().message.find("arm odd"), std::string::npos);
  EXPECT_NE(studies.error().message.find("trails"), std::string::npos);
}

}  // namespace
}  // namespace wattle::search
