// SPDX-License-Identifier: MIT
// `--set path=value`.
#include "search/scenario/overrides.h"

#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;

/// What stands at `pointer` of the sample after the overrides; null when there were faults.
json after(const std::vector<Override>& overrides, const std::string& pointer) {
  json document = train_sample();
  if (!apply_overrides(overrides, document).empty()) return nullptr;
  const json::json_pointer place(pointer);
  return document.contains(place) ? document[place] : json("absent");
}

std::vector<Fault> faults_after(const std::vector<Override>& overrides) {
  json document = train_sample();
  return apply_overrides(overrides, document);
}

TEST(Overrides, SetValuesOfAnyType) {
  EXPECT_EQ(after({{"seed", "12"}}, "/seed"), 12);
  EXPECT_EQ(after({{"objective.training.optimizer", "sgd"}}, "/objective/training/optimizer"),
            "sgd");
  EXPECT_EQ(after({{"objective.model.hidden", "[8, 8]"}}, "/objective/model/hidden"), json({8, 8}));
  EXPECT_EQ(after({{"objective.training.shuffle", "false"}}, "/objective/training/shuffle"), false);
}

TEST(Overrides, MakeSectionsThatAreAbsent) {
  EXPECT_EQ(after({{"energy.meter", "rapl"}}, "/energy"), json({{"meter", "rapl"}}));
  EXPECT_EQ(after({{"objective.training.schedule.kind", "cosine"}}, "/objective/training/schedule"),
            json({{"kind", "cosine"}}));
}

TEST(Overrides, ReachElementsAndParameters) {
  EXPECT_EQ(after({{"objective.model.hidden.0", "8"}}, "/objective/model/hidden"), json({8}));
  EXPECT_EQ(after({{"space.optimizer.choices.1", "adamw"}}, "/space/optimizer/choices/1"), "adamw");
  EXPECT_EQ(after({{"space.width.low", "16"}}, "/space/width/low"), 16);
  EXPECT_EQ(after({{"space.extra", R"({"type": "constant", "value": 1})"}}, "/space/extra/value"),
            1);
}

TEST(Overrides, NullRemoves) {
  EXPECT_EQ(after({{"space.momentum.when", "null"}}, "/space/momentum/when"), "absent");
}

TEST(Overrides, AreAppliedInOrder) { EXPECT_EQ(after({{"seed", "1"}, {"seed", "2"}}, "/seed"), 2); }

TEST(Overrides, ReachIntoANumberThatIsShort) {
  EXPECT_EQ(after({{"finalists", "2"}, {"finalists.profile", "true"}}, "/finalists"),
            json({{"count", 2}, {"profile", true}}));
  EXPECT_EQ(after({{"finalists.profile", "true"}, {"finalists", "0"}}, "/finalists"), 0);
}

TEST(Overrides, ReachIntoAShorthand) {
  EXPECT_EQ(after({{"schedule", "fixed_lag"}, {"schedule.lag", "8"}}, "/schedule"),
            json({{"kind", "fixed_lag"}, {"lag", 8}}));
}

TEST(Overrides, ANewKindTakesTheMembersOfTheOldOneAway) {
  EXPECT_EQ(after({{"objective.model.dropout", "0.1"}, {"objective.model.family", "dense_poly"}},
                  "/objective/model"),
            json({{"family", "dense_poly"}}));
  EXPECT_EQ(after({{"goal.points_per_decade", "0.1"}, {"goal.kind", "weighted"}},
                  "/goal/points_per_decade"),
            0.1);
}

TEST(Overrides, AnUnknownPathIsAFaultWithTheNearest) {
  EXPECT_THAT(faults_after({{"objective.trainng.epochs", "5"}}),
              ElementsAre(AllOf(IsFaultAt("/objective/trainng/epochs"),
                                Nearest("objective.training.epochs"))));
  EXPECT_THAT(faults_after({{"space.widht.low", "5"}}), ElementsAre(Nearest("space.width.low")));
  EXPECT_THAT(faults_after({{"goal.knd", "best"}}), ElementsAre(Nearest("goal.kind")));
}

TEST(Overrides, APathThatDoesNotBeginAtTheRootIsAFaultThatNamesTheWholePath) {
  EXPECT_THAT(faults_after({{"training.epochs", "5"}}),
              ElementsAre(Nearest("objective.training.epochs")));
}

TEST(Overrides, APathThroughAValueIsAFault) {
  for (const char* path : {"seed.x", "", ".", "seed.", "objective.model.hidden.7",
                           "objective.model.hidden.x", "objective.model.hidden.-1", "name.0"}) {
    EXPECT_EQ(faults_after({{path, "5"}}).size(), 1U) << path;
  }
}

TEST(Overrides, AFaultyOneLeavesTheOthers) {
  json document = train_sample();
  const auto faults = apply_overrides({{"sed", "3"}, {"seed", "4"}, {"finalist", "2"}}, document);
  EXPECT_THAT(pointers(faults), ElementsAre("/sed", "/finalist"));
  EXPECT_EQ(document, with(train_sample(), "/seed", 4));
}

TEST(Overrides, ANameTwiceInTheValueIsAFault) {
  EXPECT_THAT(faults_after({{"budget", R"({"trials": 1, "trials": 2})"}}),
              ElementsAre(IsFaultAt("/budget", "each name once")));
}

}  // namespace
}  // namespace wattle::search
