// SPDX-License-Identifier: MIT
// Scenarios that run a program.
#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

json command_sample() {
  return json::parse(R"({
    "name": "sample",
    "objective": {"run": ["./train", "--width", "$width * 2"], "metric": "loss", "metrics": ["accuracy"]},
    "space": {
      "width": {"type": "int", "low": 8, "high": 64},
      "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
      "momentum": {"type": "float", "low": 0, "high": 0.9, "when": {"optimizer": "sgd"}}
    },
    "goal": {"kind": "best", "metric": "loss", "direction": "minimize"},
    "budget": {"trials": 3}
  })");
}

std::vector<Fault> with_run(const json& run) {
  return faults_of(with(command_sample(), "/objective/run", run));
}

TEST(Command, RunTellsTheKindAndTheDefaultsAreWrittenOut) {
  const auto scenario = validate_scenario(command_sample());
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const json& objective = scenario->document.at("objective");
  EXPECT_EQ(objective.at("kind"), "command");
  EXPECT_EQ(objective.at("pass"), "arguments");
  EXPECT_EQ(objective.at("directory"), ".");
}

TEST(Command, TheGoalMayNameWhatIsListedAndWhatWattleMeasures) {
  for (const char* metric : {"loss", "accuracy", "seconds", "train_joules"}) {
    EXPECT_THAT(faults_of(with(command_sample(), "/goal/metric", metric)), IsEmpty()) << metric;
  }
  EXPECT_THAT(
      faults_of(with(command_sample(), "/goal/metric", "acuracy")),
      ElementsAre(testing::AllOf(IsFaultAt("/goal/metric", "a metric of a command objective"),
                                 Nearest("accuracy"))));
}

TEST(Command, RunIsMadeOfTextsAndNumbers) {
  EXPECT_THAT(with_run({"train", 3, 0.5, "$optimizer", "$width"}), IsEmpty());
  EXPECT_THAT(with_run(json::array()), ElementsAre(IsFaultAt("/objective/run")));
  EXPECT_THAT(with_run({3}), ElementsAre(IsFaultAt("/objective/run/0", "name of a program")));
  EXPECT_THAT(with_run({"a", json::array()}), ElementsAre(IsFaultAt("/objective/run/1")));
  EXPECT_THAT(with_run({"a", "$wdth"}), ElementsAre(IsFaultAt("/objective/run/1")));
  EXPECT_THAT(with_run({"a", "$momentum"}),
              ElementsAre(IsFaultAt("/objective/run/1", "always active")));
}

TEST(Command, AFileNeedsToBePassed) {
  EXPECT_THAT(with_run({"a", "--f={file}"}), ElementsAre(IsFaultAt("/objective/run/1", "{file}")));
  json document = with(command_sample(), "/objective/run", {"a", "--f={file}"});
  EXPECT_THAT(faults_of(with(document, "/objective/pass", "file")), IsEmpty());
}

TEST(Command, MetricsHaveNamesOfTheirOwn) {
  const auto with_metrics = [](const json& metrics) {
    return faults_of(with(command_sample(), "/objective/metrics", metrics));
  };
  EXPECT_THAT(with_metrics({"seconds"}), ElementsAre(IsFaultAt("/objective/metrics/0", "another")));
  EXPECT_THAT(with_metrics({"a", "a"}), ElementsAre(IsFaultAt("/objective/metrics/1", "once")));
  EXPECT_THAT(with_metrics({"loss"}), ElementsAre(IsFaultAt("/objective/metrics/0", "once")));
}

TEST(Command, StepsCanBeCountedTo) {
  EXPECT_THAT(faults_of(with(command_sample(), "/objective/steps", 2'147'483'647)), IsEmpty());
  EXPECT_THAT(faults_of(with(command_sample(), "/objective/steps", 3'000'000'000)),
              ElementsAre(IsFaultAt("/objective/steps", "at most")));
}

TEST(Command, LimitsSayAtLeastOneThing) {
  EXPECT_THAT(faults_of(with(command_sample(), "/objective/limits", json::object())),
              ElementsAre(IsFaultAt("/objective/limits")));
  EXPECT_THAT(faults_of(with(command_sample(), "/objective/limits", {{"seconds", 0}})),
              ElementsAre(IsFaultAt("/objective/limits/seconds")));
}

}  // namespace
}  // namespace wattle::search
