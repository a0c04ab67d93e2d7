// SPDX-License-Identifier: MIT
#include "search/report/design.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/report/designed_study.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Of a study with the parameters x0 and run, and these members of the scenario.
std::vector<std::string> repeats(const json& scenario) {
  StudyRecord study =
      testing::study_without_trials(json::parse(R"({"x0": {"type": "int", "low": 1, "high": 3},
                      "run": {"type": "int", "low": 1, "high": 5}})"),
                                    "grid");
  study.scenario.update(scenario, true);
  return design_of(study)->repeats;
}

TEST(Design, TakesAParameterThatNothingRefersToForARepeat) {
  EXPECT_THAT(
      repeats(json::parse(R"({"objective": {"kind": "train", "model": {"hidden": ["$x0"]}}})")),
      ElementsAre("run"));
  EXPECT_THAT(
      repeats(json::parse(R"({"objective": {"kind": "train", "epochs": "2 * $x0 + $run"}})")),
      IsEmpty());
  EXPECT_THAT(repeats(json::parse(R"({"objective": {"kind": "train", "epochs": "$x0"},
                                      "trial_threads": "$run"})")),
              IsEmpty());
}

TEST(Design, LooksAtNoTextThatIsForPeople) {
  EXPECT_THAT(repeats(json::parse(R"({"objective": {"kind": "train", "epochs": "$x0"},
                                      "description": "$run"})")),
              ElementsAre("run"));
}

TEST(Design, TakesConditionsForReferences) {
  EXPECT_THAT(repeats(json::parse(R"({"objective": {"kind": "train", "epochs": "$x0"},
                                      "forbid": [{"run": 2, "x0": 1}]})")),
              IsEmpty());
  EXPECT_THAT(repeats(json::parse(R"({"objective": {"kind": "train", "epochs": "$x0"},
                                      "space": {"x0": {"when": {"run": 1}}}})")),
              IsEmpty());
}

TEST(Design, KnowsWhichObjectivesAreGivenEveryParameter) {
  for (const char* objective : {R"({"kind": "command", "run": ["a"]})", R"({"kind": "table"})",
                                R"({"kind": "imported"})", "null"}) {
    EXPECT_THAT(repeats({{"objective", json::parse(objective)}}), IsEmpty()) << objective;
  }
  EXPECT_THAT(repeats({{"objective", {{"kind", "function"}}}}), ElementsAre("run"));
  EXPECT_THAT(repeats({{"objective", {{"kind", "command"}, {"pass", "none"}, {"run", {"$x0"}}}}}),
              ElementsAre("run"));
}

TEST(Design, LeavesRepeatsAndClausesOutOfTheSpace) {
  StudyRecord study =
      testing::study_without_trials(json::parse(R"({"x0": {"type": "int", "low": 1, "high": 3},
                      "run": {"type": "int", "low": 1, "high": 5}})"),
                                    "grid");
  study.scenario["objective"] = {{"kind", "function"}};
  study.scenario["forbid"] = json::array({"x0 == 2"});
  const auto design = design_of(study);
  ASSERT_TRUE(design.has_value());
  EXPECT_EQ(design->space.size(), 1U);
  EXPECT_TRUE(design->space.forbid().empty());
  study.scenario["space"].erase("x0");
  EXPECT_FALSE(design_of(study).has_value());
}

TEST(Confounding, IsOfStrategiesThatLookAtResults) {
  for (const char* kind : {"grid", "random", "sobol"}) {
    EXPECT_EQ(confounding(testing::study_without_trials(json::object(), kind)), "") << kind;
  }
  for (const char* kind : {"bayesian", "tpe", "cma_es", "auto"}) {
    EXPECT_NE(confounding(testing::study_without_trials(json::object(), kind)), "") << kind;
  }
}

TEST(Confounding, LooksAtWhatAutoChose) {
  StudyRecord study = testing::study_without_trials(json::object(), "auto");
  study.strategy_state = {{"chosen", "grid"}};
  EXPECT_EQ(confounding(study), "");
  study.strategy_state = {{"chosen", "tpe"}};
  EXPECT_EQ(confounding(study), "the strategy tpe chooses trials by the results of earlier ones");
}

TEST(Confounding, DoesNotTrustTrialsThatWereImported) {
  StudyRecord study = testing::study_without_trials(json::object(), "random");
  study.context = {{"imported", {{"format", "csv"}}}};
  EXPECT_THAT(confounding(study), ::testing::HasSubstr("imported"));
}

}  // namespace
}  // namespace wattle::search
