// SPDX-License-Identifier: MIT
// Files for ask and tell: scenarios that need say less.
#include <gtest/gtest.h>

#include "search/scenario/json_reader.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

json space_and_goal() {
  return json::parse(R"({
    "space": {"x": {"type": "float", "low": 0, "high": 1}},
    "goal": {"kind": "best", "metric": "top-5 error", "direction": "minimize"}})");
}

std::vector<Fault> ask_tell_faults(const json& document) {
  const auto checked = validate_ask_tell(document);
  return checked ? std::vector<Fault>{} : checked.error();
}

TEST(AskTellFile, NeedsSpaceAndGoalOnly) {
  const auto checked = validate_ask_tell(space_and_goal());
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->document.at("strategy").at("kind"), "bayesian");
  EXPECT_EQ(checked->document.at("seed"), 0);
  EXPECT_THAT(ask_tell_faults(json::object()),
              ElementsAre(IsFaultAt("/space", ""), IsFaultAt("/goal", "")));
}

TEST(AskTellFile, MayBeAWholeScenario) { EXPECT_THAT(ask_tell_faults(train_sample()), IsEmpty()); }

TEST(AskTellFile, HasTheFaultsOfAScenario) {
  json document = space_and_goal();
  document["space"]["x"]["low"] = 2;
  document["strategy"] = {{"kind", "bayesan"}};
  document["gaol"] = 1;
  document["seed"] = -1;
  EXPECT_THAT(ask_tell_faults(document),
              testing::UnorderedElementsAre(
                  IsFaultAt("/space/x/low", ""),
                  AllOf(IsFaultAt("/strategy/kind", "one of"), Nearest("bayesian")),
                  AllOf(IsFaultAt("/gaol", "a member"), Nearest("goal")), IsFaultAt("/seed", "")));
}

TEST(AskTellFile, NeedsADirectionForAnUnusualMetric) {
  json document = space_and_goal();
  document["goal"].erase("direction");
  EXPECT_THAT(ask_tell_faults(document), ElementsAre(IsFaultAt("/goal/direction", "maximize")));
  document["goal"]["metric"] = "value";
  EXPECT_THAT(ask_tell_faults(document), IsEmpty());
}

TEST(AskTellFile, LeavesScenariosTheirOwnMetrics) {
  json document = train_sample();
  document["goal"]["metric"] = "top-5 error";
  document["goal"]["direction"] = "minimize";
  EXPECT_THAT(ask_tell_faults(document), ElementsAre(IsFaultAt("/goal/metric", "a metric of")));
  EXPECT_THAT(faults_of(document),
              ElementsAre(IsFaultAt("/goal/metric", "a metric of a train objective")));
}

TEST(JsonReader, RefusesANulCharacter) {
  const auto read = read_json(std::string("{}\0{}", 5));
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error(), ElementsAre(IsFaultAt("", "line 1, column 3: a NUL character")));
}

TEST(JsonReader, FindsTheFirstErrorOfAText) {
  EXPECT_EQ(find_syntax_error("{\"a\": [1, 2]}"), std::nullopt);
  const auto error = find_syntax_error("{\n \"ä\": x}");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->position, (TextPosition{2, 7}));
  const auto overflow = find_syntax_error("[1, 1e999]");
  ASSERT_TRUE(overflow);
  EXPECT_THAT(overflow->expected, HasSubstr("doubles"));
  EXPECT_EQ(overflow->position, (TextPosition{1, 9}));
}

}  // namespace
}  // namespace wattle::search
