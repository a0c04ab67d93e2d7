// SPDX-License-Identifier: MIT
// What a goal says about energy: references, bounds and lifetimes.
#include <gtest/gtest.h>

#include "search/scenario/goal_meaning.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Fault> with_goal(const json& goal) {
  return faults_of(with(train_sample(), "/goal", goal));
}

json equal(const json& metric, const json& joules) {
  return {{"kind", "equal"},
          {"metric", "val_accuracy"},
          {"reference", {{"metric", metric}, {"joules", joules}}}};
}

json living(const json& lifetime, json goal = {{"kind", "pareto"}, {"metric", "val_accuracy"}}) {
  goal["lifetime"] = lifetime;
  return goal;
}

TEST(EqualGoal, TakesAReferenceOrNone) {
  EXPECT_THAT(with_goal({{"kind", "equal"}, {"metric", "val_accuracy"}}), IsEmpty());
  EXPECT_THAT(with_goal(equal({0.5, 0.98}, {10, 1000})), IsEmpty());
}

TEST(EqualGoal, AReferenceHasTwoEndsInOrder) {
  const std::string wanted = "two different numbers, the lower one first";
  EXPECT_THAT(with_goal(equal({0.98, 0.5}, {10, 1000})),
              ElementsAre(IsFaultAt("/goal/reference/metric", wanted)));
  EXPECT_THAT(with_goal(equal({0.5, 0.98, 0.99}, {10, 10})),
              ElementsAre(IsFaultAt("/goal/reference/metric", wanted),
                          IsFaultAt("/goal/reference/joules", wanted)));
  EXPECT_THAT(with_goal(equal({0.5}, {10, 1000})),
              ElementsAre(IsFaultAt("/goal/reference/metric")));
  EXPECT_THAT(with_goal(equal({0.5, 0.98}, {0, 1000})),
              ElementsAre(IsFaultAt("/goal/reference/joules/0", "a number above 0")));
}

TEST(EqualGoal, AMisspeltMemberIsToldItsName) {
  json goal = equal({0.5, 0.98}, {10, 1000});
  goal["reference"]["joule"] = goal["reference"]["joules"];
  goal["reference"].erase("joules");
  EXPECT_THAT(with_goal(goal), ElementsAre(IsFaultAt("/goal/reference/joules"), Nearest("joules")));
}

TEST(WithinGoal, ABoundOnJoulesCanBeKept) {
  json goal = {{"kind", "within"}, {"metric", "val_accuracy"}, {"at_most", 0}};
  EXPECT_THAT(with_goal(goal), ElementsAre(IsFaultAt("/goal/at_most", "a number above 0")));
  goal["bound_metric"] = "val_loss";
  EXPECT_THAT(with_goal(goal), IsEmpty());
}

TEST(Lifetime, WritesOutOneTrainingAndNoRequest) {
  const auto scenario =
      validate_scenario(with(train_sample(), "/goal", living({{"retrainings", 12}})));
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["goal"]["lifetime"], json({{"retrainings", 12}, {"requests", 0}}));
}

TEST(Lifetime, TakesSomeEnergy) {
  EXPECT_THAT(with_goal(living(json::object())), ElementsAre(IsFaultAt("/goal/lifetime")));
  EXPECT_THAT(with_goal(living({{"retrainings", 0}})),
              ElementsAre(IsFaultAt("/goal/lifetime", "above 0")));
}

TEST(Lifetime, BelongsToGoalsThatSpeakOfEnergy) {
  const json lifetime = {{"retrainings", 2}};
  EXPECT_THAT(with_goal(living(lifetime, {{"kind", "best"}, {"metric", "val_accuracy"}})),
              ElementsAre(IsFaultAt("/goal/lifetime")));
  const json within = {
      {"kind", "within"}, {"metric", "val_accuracy"}, {"at_most", 3}, {"bound_metric", "seconds"}};
  EXPECT_THAT(with_goal(living(lifetime, within)),
              ElementsAre(IsFaultAt("/goal/lifetime", "a bound on seconds")));
}

TEST(Lifetime, RequestsAreRefusedWhereNothingMeasuresThem) {
  const json goal = living({{"requests", 1e6}}, {{"kind", "pareto"}, {"metric", "value"}});
  EXPECT_THAT(faults_of(with(function_sample(), "/goal", goal)),
              ElementsAre(IsFaultAt("/goal/lifetime/requests", "inference_joules_per_1000")));
}

TEST(Lifetime, RequestsAreTakenWhereTheyAreMeasuredOrNothingIsKnown) {
  const json goal = living({{"retrainings", 1}, {"requests", 1e6}});
  EXPECT_THAT(with_goal(goal), IsEmpty());
  EXPECT_THAT(check_goal_energy(goal, {}), IsEmpty());
  EXPECT_THAT(check_goal_energy(goal, {"val_accuracy", "inference_joules_per_1000"}), IsEmpty());
}

}  // namespace
}  // namespace wattle::search
