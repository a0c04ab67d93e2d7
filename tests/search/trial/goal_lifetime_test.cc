// SPDX-License-Identifier: MIT
// Goals over a model's whole life.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/trial/goal_samples.h"

namespace wattle::search {
namespace {

using testing::accuracy_goal;
using testing::complete;

nlohmann::json life(double retrainings, double requests, nlohmann::json members = {}) {
  members["lifetime"] = {{"retrainings", retrainings}, {"requests", requests}};
  return members;
}

Metrics at(double accuracy, double train, double inference) {
  return {{"val_accuracy", accuracy},
          {"train_joules", train},
          {"inference_joules_per_1000", inference}};
}

TEST(GoalLifetime, AddsTrainingsAndThousandsOfRequests) {
  const Goal goal = accuracy_goal("pareto", life(12, 1e6));
  EXPECT_EQ(goal.joules(at(0.9, 50.0, 2.0)), 12 * 50.0 + 1000 * 2.0);
  EXPECT_EQ(goal.outputs(at(0.9, 50.0, 2.0))->at(1), std::log10(2600.0));
  EXPECT_EQ(goal.form().outputs[1], "log10(12 train_joules + 1000 inference_joules_per_1000)");
  EXPECT_TRUE(goal.over_lifetime());
  EXPECT_TRUE(goal.uses_energy());
}

TEST(GoalLifetime, NeedsOnlyWhatItCounts) {
  const auto needs = [](double retrainings, double requests) {
    return accuracy_goal("pareto", life(retrainings, requests)).needs();
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(needs(2, 1), (Names{"val_accuracy", "train_joules", "inference_joules_per_1000"}));
  EXPECT_EQ(needs(2, 0), (Names{"val_accuracy", "train_joules"}));
  EXPECT_EQ(needs(0, 1), (Names{"val_accuracy", "inference_joules_per_1000"}));
}

TEST(GoalLifetime, AbsentMembersAreOneTrainingAndNoRequest) {
  const Metrics metrics = at(0.9, 50.0, 2.0);
  const auto joules = [&](const nlohmann::json& lifetime) {
    return accuracy_goal("pareto", {{"lifetime", lifetime}}).joules(metrics);
  };
  EXPECT_EQ(joules({{"retrainings", 3}}), 150.0);
  EXPECT_EQ(joules({{"requests", 5000}}), 50.0 + 10.0);
}

TEST(GoalLifetime, ATrialWithoutInferenceEnergySaysSo) {
  const Goal goal = accuracy_goal("equal", life(1, 1e6));
  EXPECT_EQ(goal.defect({{"val_accuracy", 0.9}, {"train_joules", 5.0}}),
            "the objective gave no metric named inference_joules_per_1000");
}

TEST(GoalLifetime, RetrainingsAloneChangeNoOrder) {
  const History trials{complete(0, at(0.9, 50.0, 9.0)), complete(1, at(0.8, 20.0, 1.0)),
                       complete(2, at(0.95, 400.0, 5.0))};
  for (const auto& [kind, members] : std::vector<std::pair<const char*, nlohmann::json>>{
           {"weighted", {{"points_per_decade", 0.1}}},
           {"equal", nlohmann::json::object()},
           {"cheapest", {{"at_least", 0.85}}},
           {"pareto", nlohmann::json::object()}}) {
    const Goal once = accuracy_goal(kind, members);
    const Goal often = accuracy_goal(kind, life(1000, 0, members));
    EXPECT_EQ(once.best(trials), often.best(trials)) << kind;
    EXPECT_EQ(once.front(trials), often.front(trials)) << kind;
  }
}

TEST(GoalLifetime, ManyRequestsPayForADearTraining) {
  // Trained once for 100 J and run for 1 J per 1000, or for 10 J and 2 J: even at 90,000 requests.
  const History trials{complete(0, at(0.9, 100.0, 1.0)), complete(1, at(0.9, 10.0, 2.0))};
  const auto best = [&](double requests) {
    return accuracy_goal("cheapest", life(1, requests, {{"at_least", 0.9}})).best(trials);
  };
  EXPECT_EQ(best(80e3), 1);
  EXPECT_EQ(best(100e3), 0);
}

TEST(GoalLifetime, ABoundOnJoulesIsOnThoseOfTheLifetime) {
  const Goal goal = accuracy_goal("within", life(2, 3000, {{"at_most", 106.0}}));
  EXPECT_TRUE(goal.feasible(at(0.9, 50.0, 2.0)));
  EXPECT_FALSE(goal.feasible(at(0.9, 50.1, 2.0)));
}

TEST(GoalLifetime, TheFrontIsOverTheLifetime) {
  const History trials{complete(0, at(0.90, 10.0, 5.0)), complete(1, at(0.80, 20.0, 1.0))};
  EXPECT_EQ(accuracy_goal("pareto").front(trials), (std::vector<int>{0}));
  EXPECT_EQ(accuracy_goal("pareto", life(1, 1e6)).front(trials), (std::vector<int>{1, 0}));
}

TEST(GoalLifetime, TrainingsAreCountedByTheRepeatableMetricWhenAskedFor) {
  const Goal goal = Goal::from_json({{"kind", "pareto"},
                                     {"metric", "val_accuracy"},
                                     {"lifetime", {{"retrainings", 4}, {"requests", 0}}}},
                                    "modelled_joules");
  EXPECT_EQ(goal.needs(), (std::vector<std::string>{"val_accuracy", "modelled_joules"}));
  EXPECT_EQ(goal.joules({{"modelled_joules", 3.0}}), 12.0);
}

}  // namespace
}  // namespace wattle::search
