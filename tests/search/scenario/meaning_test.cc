// SPDX-License-Identifier: MIT
// Members that must fit each other.
#include <gtest/gtest.h>

#include "search/trial/finalist_plan.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Fault> with_goal(const json& goal) {
  return faults_of(with(train_sample(), "/goal", goal));
}

std::string direction_of(const json& document) {
  const auto scenario = validate_scenario(document);
  return scenario ? scenario->document.at("goal").value("direction", "none") : "invalid";
}

TEST(Goal, TheUsualDirectionIsWrittenOut) {
  EXPECT_EQ(direction_of(train_sample()), "maximize");
  EXPECT_EQ(direction_of(with(train_sample(), "/goal/metric", "val_loss")), "minimize");
  EXPECT_EQ(direction_of(function_sample()), "minimize");
  EXPECT_EQ(direction_of(with(function_sample(), "/goal/direction", "maximize")), "maximize");
}

TEST(Goal, AMetricWithoutUsualDirectionNeedsOne) {
  EXPECT_THAT(with_goal({{"kind", "best"}, {"metric", "parameters"}}),
              ElementsAre(IsFaultAt("/goal/direction", "maximize or minimize")));
}

TEST(Acquisition, MustFitTheGoal) {
  json document = with(train_sample(), "/strategy",
                       {{"kind", "bayesian"}, {"acquisition", "confidence_bound"}});
  EXPECT_THAT(faults_of(document), IsEmpty());
  document["goal"] = {{"kind", "pareto"}, {"metric", "val_accuracy"}};
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/strategy/acquisition", "thompson")));
}

TEST(Acquisition, AFrontHasNoOneValueToImproveOn) {
  json document = with(train_sample(), "/strategy",
                       {{"kind", "bayesian"}, {"acquisition", "probability_of_improvement"}});
  EXPECT_THAT(faults_of(document), IsEmpty());
  document["goal"] = {{"kind", "pareto"}, {"metric", "val_accuracy"}};
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/strategy/acquisition", "thompson")));
}

json with_length_scales(const json& length_scales) {
  json document = function_sample();
  document["space"]["epochs"] = {{"type", "constant"}, {"value", 3}};
  document["strategy"] = {{"kind", "bayesian"}, {"length_scales", length_scales}};
  return document;
}

TEST(LengthScales, AreOfParametersThatVary) {
  EXPECT_THAT(faults_of(with_length_scales({{"x0", 1}, {"x1", 0.5}})), IsEmpty());
  EXPECT_THAT(faults_of(with_length_scales({{"x00", 1}})),
              ElementsAre(testing::AllOf(IsFaultAt("/strategy/length_scales/x00", "parameter"),
                                         Nearest("x0"))));
  EXPECT_THAT(faults_of(with_length_scales({{"epochs", 1}})),
              ElementsAre(IsFaultAt("/strategy/length_scales/epochs", "constant")));
}

TEST(LengthScales, ArePositive) {
  EXPECT_THAT(faults_of(with_length_scales({{"x0", 0}, {"x1", -1}})),
              ElementsAre(IsFaultAt("/strategy/length_scales/x0", "above 0"),
                          IsFaultAt("/strategy/length_scales/x1", "above 0")));
}

TEST(LengthScales, LeaveNoWarpToLearn) {
  EXPECT_THAT(faults_of(with(with_length_scales({{"x0", 1}}), "/strategy/warp_inputs", true)),
              ElementsAre(IsFaultAt("/strategy/warp_inputs", "false")));
}

TEST(Acquisition, OnlyAnExpectedImprovementIsDividedByJoules) {
  json document = with(train_sample(), "/strategy", {{"kind", "bayesian"}, {"per_joule", true}});
  EXPECT_THAT(faults_of(document), IsEmpty());
  document["strategy"]["acquisition"] = "thompson";
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/strategy/per_joule", "false")));
}

TEST(Goal, ATestMetricIsRefusedWithTheReason) {
  EXPECT_THAT(with_goal({{"kind", "best"}, {"metric", "test_accuracy"}}),
              ElementsAre(testing::AllOf(IsFaultAt("/goal/metric", "on validation only"),
                                         Nearest("val_accuracy"))));
}

TEST(Goal, TheMetricMustExistForTheObjective) {
  EXPECT_THAT(with_goal({{"kind", "best"}, {"metric", "value"}}),
              ElementsAre(IsFaultAt("/goal/metric", "a metric of a train objective")));
  EXPECT_THAT(faults_of(with(function_sample(), "/goal/metric", "val_loss")),
              ElementsAre(IsFaultAt("/goal/metric", "value, seconds, train_joules")));
}

TEST(Goal, TheBoundedMetricMustExistToo) {
  const json goal = {
      {"kind", "within"}, {"metric", "value"}, {"bound_metric", "macs"}, {"at_most", 1}};
  EXPECT_THAT(faults_of(with(function_sample(), "/goal", goal)),
              ElementsAre(IsFaultAt("/goal/bound_metric")));
}

TEST(Goal, WithinBoundsTheJoulesUnlessToldOtherwise) {
  const auto scenario = validate_scenario(with(
      train_sample(), "/goal", {{"kind", "within"}, {"metric", "val_accuracy"}, {"at_most", 50}}));
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["goal"]["bound_metric"], "train_joules");
}

TEST(Goal, CheapestNeedsTheThresholdOfItsDirection) {
  const json goal = {{"kind", "cheapest"}, {"metric", "val_accuracy"}};
  EXPECT_THAT(with_goal(goal), ElementsAre(IsFaultAt("/goal/at_least", "a number")));
  EXPECT_THAT(with_goal(with(goal, "/at_most", 0.9)),
              ElementsAre(testing::AllOf(IsFaultAt("/goal/at_most"), Nearest("at_least"))));
  EXPECT_THAT(with_goal(with(goal, "/at_least", 0.9)), IsEmpty());
  const json loss = {{"kind", "cheapest"}, {"metric", "val_loss"}, {"at_most", 0.1}};
  EXPECT_THAT(with_goal(loss), IsEmpty());
}

TEST(Goal, CheapestStopsWhenItIsReachedUnlessToldOtherwise) {
  const auto scenario = validate_scenario(
      with(train_sample(), "/goal",
           {{"kind", "cheapest"}, {"metric", "val_accuracy"}, {"at_least", 0.9}}));
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["goal"]["stop_when_reached"], true);
}

TEST(Goal, EveryOtherKindIsTaken) {
  EXPECT_THAT(with_goal({{"kind", "pareto"}, {"metric", "val_loss"}}), IsEmpty());
  EXPECT_THAT(with_goal({{"kind", "weighted"}, {"metric", "val_loss"}, {"points_per_decade", 0.1}}),
              IsEmpty());
  EXPECT_THAT(with_goal({{"kind", "weighted"}, {"metric", "val_loss"}}),
              ElementsAre(IsFaultAt("/goal/points_per_decade", "above 0")));
}

TEST(Data, TheSplitLeavesExamplesToTrainOn) {
  json document = with(train_sample(), "/objective/data/validation", 0.6);
  document["objective"]["data"]["test"] = 0.4;
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/objective/data/test", "below 1")));
}

TEST(Data, MayBeOfEveryKind) {
  for (const json& data :
       {json{{"csv", "a.csv"}, {"target", "y"}, {"standardise", true}}, json{{"text", "a"}},
        json{{"images", "a"}, {"size", {8, 6}}, {"augment", {{"flip", true}}}},
        json{{"idx", {{"images", "a"}, {"labels", "b"}}}, {"classes", {1, "two"}}},
        json{{"name", "mnist"}, {"groups", {{"parity", {{0, 2}, {1, 3}}}}}}}) {
    EXPECT_THAT(faults_of(with(train_sample(), "/objective/data", data)), IsEmpty()) << data;
  }
}

TEST(Data, OnlyImagesAreFlippedAndCropped) {
  const json data = {{"csv", "a.csv"}, {"target", "y"}, {"augment", {{"flip", true}}}};
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/data", data)),
              ElementsAre(IsFaultAt("/objective/data/augment", "need images")));
}

TEST(Data, TokensAreNotStandardised) {
  const json data = {{"text", "a"}, {"standardise", true}};
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/data", data)),
              ElementsAre(IsFaultAt("/objective/data/standardise", "no mean")));
}

TEST(Data, ASizeHasTwoSides) {
  const json data = {{"images", "a"}, {"size", {8}}};
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/data", data)),
              ElementsAre(IsFaultAt("/objective/data/size", "[height, width]")));
}

TEST(Data, ATestPartHasImagesAndLabels) {
  const json data = {{"idx", {{"images", "a"}, {"labels", "b"}, {"test_images", "c"}}}};
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/data", data)),
              ElementsAre(IsFaultAt("/objective/data/idx", "both of")));
}

TEST(Training, NesterovNeedsMomentum) {
  const json training = {{"optimizer", "sgd"}, {"nesterov", true}};
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/training", training)),
              ElementsAre(IsFaultAt("/objective/training/nesterov", "momentum above 0")));
}

TEST(Training, WarmupFitsTheEpochsAndTheSchedule) {
  const std::string place = "/objective/training/warmup_epochs";
  EXPECT_THAT(faults_of(with(train_sample(), place, 11)),
              ElementsAre(IsFaultAt(place, "at most the 10 epochs")));
  json document = with(train_sample(), place, 1);
  document["objective"]["training"]["schedule"] = "one_cycle";
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt(place, "one_cycle")));
}

TEST(Function, NeedsItsParametersAndNoMore) {
  EXPECT_THAT(faults_of(without(function_sample(), "/space/x1")),
              ElementsAre(IsFaultAt("/space/x1", "branin is a function of x0 to x1")));
  const json extra = {{"type", "float"}, {"low", 0}, {"high", 1}};
  EXPECT_THAT(faults_of(with(function_sample(), "/space/x2", extra)),
              ElementsAre(IsFaultAt("/space/x2", "no such parameter")));
  const json words = {{"type", "categorical"}, {"choices", {"a", "b"}}};
  EXPECT_THAT(faults_of(with(function_sample(), "/space/x1", words)),
              ElementsAre(IsFaultAt("/space/x1", "a numeric parameter")));
}

TEST(Function, OfAnyDimensionTakesAllWithoutAGap) {
  json document = with(function_sample(), "/objective/name", "sphere");
  EXPECT_THAT(faults_of(document), IsEmpty());
  document["space"]["x3"] = {{"type", "float"}, {"low", 0}, {"high", 1}};
  EXPECT_THAT(pointers(faults_of(document)), ElementsAre("/space/x2", "/space/x3"));
}

TEST(Compare, NamesEachStrategyOnce) {
  EXPECT_THAT(faults_of(with(train_sample(), "/compare", {{"strategies", {"grid", "grid"}}})),
              ElementsAre(IsFaultAt("/compare/strategies/1", "once")));
}

json listed_sample() {
  json document = without(function_sample(), "/space");
  document["points"] = json::parse(R"([{"x0": 0, "x1": 1}, {"x0": 2.5, "x1": 3}])");
  return document;
}

TEST(Points, MakeASpaceOfTheirOwnThatIsWrittenOut) {
  const auto scenario = validate_scenario(listed_sample());
  ASSERT_TRUE(scenario);
  ASSERT_NE(scenario->space.rows(), nullptr);
  EXPECT_EQ(scenario->space.rows()->size(), 2U);
  EXPECT_EQ(scenario->document["space"]["x0"],
            json::parse(R"({"type": "ordinal", "values": [0, 2.5]})"));
}

TEST(Points, AreHeldAgainstTheSpace) {
  json document = listed_sample();
  document["space"] = function_sample()["space"];
  document["points"][1]["x1"] = 99;
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/points/1", "x1 cannot be 99")));
}

TEST(Points, MayHaveAColumnOfTheirOwnName) {
  json document = listed_sample();
  document["points"][0]["points"] = 1;
  document["points"][1]["points"] = 2;
  const auto scenario = validate_scenario(document);
  ASSERT_TRUE(scenario);
  EXPECT_NE(scenario->space.find("points"), nullptr);
}

TEST(Points, DecideWhatArithmeticIsHeldAgainst) {
  json document = train_sample();
  document["objective"]["model"]["hidden"] = json::array({"$width / $split"});
  document["space"]["split"] = {{"type", "int"}, {"low", 1}, {"high", 7}};
  document["space"].erase("momentum");
  document["objective"]["training"].erase("momentum");
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/objective/model/hidden/0")));
  document["points"] = json::parse(R"([
      {"width": 14, "split": 7, "optimizer": "adam", "rate": 0.01},
      {"width": 64, "split": 2, "optimizer": "sgd", "rate": 0.01}])");
  EXPECT_THAT(faults_of(document), IsEmpty());
}

TEST(Isolation, IsOffUnlessAskedForAndHasItsDefaults) {
  const auto scenario = validate_scenario(train_sample());
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document.at("objective").at("isolate"), false);
  const json isolated = with(train_sample(), "/objective/isolate", true);
  const auto bounded = validate_scenario(with(isolated, "/objective/isolation", json::object()));
  ASSERT_TRUE(bounded);
  EXPECT_EQ(bounded->document.at("objective").at("isolation").at("silence_seconds"), 300);
  EXPECT_THAT(faults_of(with(isolated, "/objective/isolation", {{"silence_seconds", 0}})),
              ElementsAre(IsFaultAt("/objective/isolation/silence_seconds")));
}

TEST(Isolation, HasBoundsOnlyWhereThereAreWorkers) {
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/isolation", {{"silence_seconds", 9}})),
              ElementsAre(IsFaultAt("/objective/isolation", "isolate")));
}

TEST(Limits, OfMemoryNeedAProcess) {
  const auto limited = [](json document) {
    return with(std::move(document), "/objective/limits", {{"seconds", 9}, {"memory_mb", 9}});
  };
  EXPECT_THAT(faults_of(limited(train_sample())),
              ElementsAre(IsFaultAt("/objective/limits/memory_mb", "isolate")));
  EXPECT_THAT(faults_of(limited(function_sample())),
              ElementsAre(IsFaultAt("/objective/limits/memory_mb", "no process")));
  EXPECT_THAT(faults_of(limited(with(train_sample(), "/objective/isolate", true))), IsEmpty());
}

TEST(Finalists, AreANumberOrAnObjectWithDefaults) {
  const auto plan_of = [](const json& finalists) {
    const auto scenario = validate_scenario(with(train_sample(), "/finalists", finalists));
    return FinalistPlan::from_json(scenario->document.at("finalists"));
  };
  EXPECT_EQ(plan_of(3).count, 3);
  EXPECT_FALSE(plan_of(3).profile);
  EXPECT_EQ(plan_of(json::object()).count, 1);
  EXPECT_EQ(plan_of({{"profile", true}}).count, 1);
  EXPECT_TRUE(plan_of({{"profile", true}}).profile);
  EXPECT_EQ(plan_of({{"count", 2}}).count, 2);
}

TEST(Finalists, HaveLayersOnlyWhereAModelIsTrained) {
  const json profile = {{"profile", true}};
  EXPECT_THAT(faults_of(with(train_sample(), "/finalists", profile)), IsEmpty());
  EXPECT_THAT(faults_of(with(function_sample(), "/finalists", profile)),
              ElementsAre(IsFaultAt("/finalists/profile", "false: a function objective")));
  EXPECT_THAT(faults_of(with(function_sample(), "/finalists", {{"profile", false}})), IsEmpty());
}

TEST(Finalists, HaveNoLayersWithoutAFinalist) {
  EXPECT_THAT(faults_of(with(train_sample(), "/finalists", {{"count", 0}, {"profile", true}})),
              ElementsAre(IsFaultAt("/finalists/profile", "no winner is measured again")));
}

TEST(WeightedSums, AreClausesOfTheSpace) {
  const json sum = json::parse(R"({"linear": {"x0": 1, "x1": 1}, "above": 20})");
  const auto scenario = validate_scenario(with(function_sample(), "/forbid", json::array({sum})));
  ASSERT_TRUE(scenario);
  EXPECT_TRUE(scenario->space.forbidden(Parameters({{"x0", 9}, {"x1", 14}})));
}

}  // namespace
}  // namespace wattle::search
