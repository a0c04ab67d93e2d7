// SPDX-License-Identifier: MIT
// What only building a study can find out about its goal and its pruner.
#include "search/study/build_study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/objective/callable_objective.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;

/// The error of building the sample on a function with this goal; empty when it can be built.
std::string refusal(const nlohmann::json& goal, const nlohmann::json& schedule) {
  Scenario scenario = *validate_scenario(with(function_sample(), "/schedule", schedule));
  // Put in afterwards: a scenario with requests is refused sooner while no objective measures them.
  scenario.document["goal"] = goal;
  const auto study = build_study(scenario, {});
  if (study) return {};
  EXPECT_EQ(study.error().code, ErrorCode::kInvalidArgument);
  return study.error().message;
}

nlohmann::json equal_goal(const nlohmann::json& lifetime = {}) {
  nlohmann::json goal = {{"kind", "equal"}, {"metric", "value"}, {"direction", "minimize"}};
  if (lifetime.is_object()) goal["lifetime"] = lifetime;
  return goal;
}

TEST(BuildStudy, FixedLagRefusesToDecideByMeasuredJoules) {
  EXPECT_THAT(refusal(equal_goal(), "fixed_lag"), HasSubstr("measured joules"));
  EXPECT_EQ(refusal(equal_goal(), "async"), "");
}

TEST(BuildStudy, FixedLagRefusesMeasuredInferenceToo) {
  const nlohmann::json lifetime = {{"retrainings", 0}, {"requests", 1e6}};
  EXPECT_THAT(refusal(equal_goal(lifetime), "fixed_lag"), HasSubstr("inference_joules_per_1000"));
  EXPECT_EQ(refusal(equal_goal(lifetime), "async"), "");
}

TEST(BuildStudy, FixedLagRefusesToStopByMeasuredJoules) {
  const auto refusal = [](const char* schedule) {
    nlohmann::json document = with(function_sample(), "/schedule", schedule);
    document["stop"] = {{"gain_per_joule", {{"below", 1e-6}}}};
    const auto study = build_study(*validate_scenario(document), {});
    return study ? "" : study.error().message;
  };
  EXPECT_THAT(refusal("fixed_lag"), HasSubstr("stop.gain_per_joule decides by measured joules"));
  EXPECT_EQ(refusal("async"), "");
}

TEST(BuildStudy, FixedLagTakesAGoalWithoutEnergy) {
  EXPECT_EQ(
      refusal({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}}, "fixed_lag"), "");
}

TEST(BuildStudy, ChoosesAStrategyByTheTrialsAtOnce) {
  const auto strategy = [](const char* schedule, int jobs) {
    nlohmann::json document = with(function_sample(), "/schedule", schedule);
    document["strategy"] = {{"kind", "auto"}};
    document["budget"] = {{"trials", 12}};
    return (*build_study(*validate_scenario(document), {}, jobs))->strategy->in_words();
  };
  EXPECT_THAT(strategy("async", 12), HasSubstr("sobol"));
  EXPECT_THAT(strategy("async", 2), HasSubstr("bayesian"));
  // The same trials with any number of workers: four at once, as the lag has it.
  EXPECT_THAT(strategy("fixed_lag", 12), HasSubstr("bayesian"));
}

TEST(BuildStudy, TrialsSideBySideShareThePowerLimit) {
  const auto refusal = [](const nlohmann::json& limit, int jobs) {
    nlohmann::json document =
        with(function_sample(), "/space/watts", R"({"type": "int", "low": 100, "high": 300})"_json);
    document["gpu_power_limit"] = limit;
    const auto study = build_study(*validate_scenario(document), {}, jobs);
    return study ? "" : study.error().message;
  };
  EXPECT_EQ(refusal(200, 2), "");
  EXPECT_EQ(refusal("$watts", 1), "");
  EXPECT_THAT(refusal("$watts", 2), HasSubstr("share the GPUs"));
}

TEST(BuildStudy, FixedLagRefusesToPruneByMeasuredJoules) {
  const auto build = [](const char* schedule) {
    const nlohmann::json pruned = with(function_sample(), "/pruner", {{"kind", "energy"}});
    return build_study(*validate_scenario(with(pruned, "/schedule", schedule)), {});
  };
  const auto refused = build("fixed_lag");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().message, HasSubstr("measured joules"));
  const auto built = build("async");
  ASSERT_TRUE(built);
  EXPECT_EQ((*built)->pruner->kind(), "energy");
}

nlohmann::json own_problem() {
  return {{"space", {{"x", {{"type", "float"}, {"low", 0}, {"high", 1}}}}},
          {"goal", {{"kind", "best"}, {"metric", "depth"}, {"direction", "minimize"}}},
          {"budget", {{"trials", 3}}}};
}

std::shared_ptr<Objective> own_objective() {
  return std::make_shared<CallableObjective>(
      [](const Parameters& at, TrialContext& /*context*/) -> Result<Evaluation> {
        return Evaluation{{{"depth", at.get<double>("x")}}, std::nullopt};
      });
}

TEST(BuildStudyWith, TakesAnObjectiveOfTheCallersOwn) {
  const auto study = build_study_with(own_objective(), *validate_ask_tell(own_problem()));
  ASSERT_TRUE(study) << study.error().message;
  EXPECT_EQ((*study)->budget.trials, 3);
  EXPECT_EQ((*study)->goal.metric(), "depth");
}

TEST(BuildStudyWith, RefusesAStudyWithoutAnEnd) {
  nlohmann::json problem = own_problem();
  problem.erase("budget");
  const auto study = build_study_with(own_objective(), *validate_ask_tell(problem));
  ASSERT_FALSE(study);
  EXPECT_EQ(study.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(study.error().message, HasSubstr("budget"));
}

}  // namespace
}  // namespace wattle::search
