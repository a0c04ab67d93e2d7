// SPDX-License-Identifier: MIT
// The table of fields holds: types, ranges, choices, names, defaults.
#include <gtest/gtest.h>

#include "search/pruning/pruner.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

/// One change to a valid scenario and the one fault it makes.
struct BadChange {
  const char* name;
  const char* pointer;
  const char* value;     ///< JSON; empty: the member is removed
  const char* expected;  ///< words of the fault
  const char* nearest = "";
  const char* faulty = nullptr;  ///< where the fault is; the changed place when null
};

void PrintTo(const BadChange& change, std::ostream* out) { *out << change.name; }

class BadForm : public testing::TestWithParam<BadChange> {};

TEST_P(BadForm, IsOneFaultAtItsPlace) {
  const BadChange& change = GetParam();
  const std::string value = change.value;
  const json document = value.empty() ? without(train_sample(), change.pointer)
                                      : with(train_sample(), change.pointer, json::parse(value));
  const std::string place = change.faulty == nullptr ? change.pointer : change.faulty;
  EXPECT_THAT(faults_of(document),
              ElementsAre(AllOf(IsFaultAt(place, change.expected), Nearest(change.nearest))));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadForm,
    testing::Values(
        BadChange{"MissingName", "/name", "", "characters"},
        BadChange{"WrongSpelling", "/name", R"("A b")", "a-z"},
        BadChange{"EmptyName", "/name", R"("")", "1 to 64"},
        BadChange{"WrongType", "/seed", R"("7")", "an integer"},
        BadChange{"Null", "/seed", "null", "an integer"},
        BadChange{"Fraction", "/seed", "1.5", "an integer"},
        BadChange{"BelowRange", "/seed", "-1", "at least 0"},
        BadChange{"AboveRange", "/finalists", "101", "at most 100"},
        BadChange{"NumberOrObject", "/finalists", R"("all")", "an object, or an integer"},
        BadChange{"AboveRangeInTheObject", "/finalists", R"({"count": 101})", "at most 100", "",
                  "/finalists/count"},
        BadChange{"BoundExcluded", "/objective/data/validation", "0", "above 0"},
        BadChange{"UpperBoundExcluded", "/objective/model/dropout", "1", "below 1"},
        BadChange{"NotABoolean", "/objective/training/shuffle", "1", "true or false"},
        BadChange{"UnknownChoice", "/objective/data/name", R"("digit")", "digits", "digits"},
        BadChange{"UnknownMember", "/objective/training/optimiser", R"("sgd")", "a member of",
                  "optimizer"},
        BadChange{"UnknownTopMember", "/budgets", "{}", "a member of scenario", "budget"},
        BadChange{"MemberOfAnotherKind", "/objective/model/kernel", "3", "a member of family mlp"},
        BadChange{"UnknownKind", "/strategy", R"({"kind": "bayesan"})", "grid", "bayesian",
                  "/strategy/kind"},
        BadChange{"MissingKind", "/strategy", "{}", "grid", "", "/strategy/kind"},
        BadChange{"UnknownObjective", "/objective", R"({"kind": "comand"})",
                  "one of train, command, function, table, imported", "command", "/objective/kind"},
        BadChange{"ListElement", "/objective/model/hidden", "[8, 0]", "at least 1", "",
                  "/objective/model/hidden/1"},
        BadChange{"NotAList", "/objective/model/hidden", "8", "a list"},
        BadChange{"EmptyBudget", "/budget", "{}", "at least one of trials, seconds, joules"},
        BadChange{"BudgetOfNothing", "/budget/joules", "0", "above 0"},
        BadChange{"UnknownShorthand", "/schedule", R"("fixed_lg")", "fixed_lag", "fixed_lag"},
        BadChange{"SectionIsText", "/budget", R"("lots")", "an object"},
        BadChange{"SectionIsList", "/pruner", "[]", "an object"},
        BadChange{"UnknownPruner", "/pruner", R"({"kind": "asah"})", "asha", "asha",
                  "/pruner/kind"},
        BadChange{"ReductionOfNothing", "/pruner", R"({"kind": "asha", "reduction_factor": 1})",
                  "at least 2", "", "/pruner/reduction_factor"},
        BadChange{"BracketsOfAsha", "/pruner", R"({"kind": "asha", "brackets": 2})",
                  "a member of kind asha", "", "/pruner/brackets"},
        BadChange{"NoPatience", "/pruner", R"({"kind": "patience", "patience": 0})", "at least 1",
                  "", "/pruner/patience"},
        BadChange{"NegativeDelta", "/pruner", R"({"kind": "patience", "min_delta": -0.1})",
                  "at least 0", "", "/pruner/min_delta"},
        BadChange{"NoRepeats", "/compare", R"({"repeats": 0})", "at least 1", "",
                  "/compare/repeats"},
        BadChange{"UnknownMeter", "/energy", R"({"meter": "rapel"})", "rapl", "rapl",
                  "/energy/meter"},
        BadChange{"NoThreads", "/trial_threads", "0", "at least 1"},
        BadChange{"NoWatts", "/gpu_power_limit", "0", "above 0"},
        BadChange{"NameOfAParameter", "/space/2nd", R"({"type": "constant", "value": 1})",
                  "a name of letters"},
        BadChange{"TypeOfAParameter", "/space/rate/type", R"("flaot")", "float", "float"},
        BadChange{"ScaleOfAParameter", "/space/rate/scale", R"("lgo")", "log", "log"},
        BadChange{"MissingBound", "/space/rate/high", "", "a number"},
        BadChange{"BoundOfAnInt", "/space/width/low", "8.5", "an integer"},
        BadChange{"ReversedRange", "/space/rate/low", "0.2", "at most"},
        BadChange{"LogOfZero", "/space/rate/low", "0", "above 0"},
        BadChange{"UnknownConditionParameter", "/space/momentum/when", R"({"optimzer": "sgd"})",
                  "parameter", "optimizer", "/space/momentum/when/optimzer"},
        BadChange{"ConditionIsNoObject", "/space/momentum/when", R"("sgd")", "a condition"},
        BadChange{"ForbidIsNoList", "/forbid", "{}", "a list"},
        BadChange{"UnknownForbidParameter", "/forbid", R"([{"rat": 1}])", "parameter", "rate",
                  "/forbid/0/rat"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Form, AllFaultsAreFoundInOneGo) {
  json document = train_sample();
  document.erase("name");
  document["seeed"] = 1;
  document["strategy"] = {{"kind", "rndom"}};
  document["budget"] = {{"trials", 0}};
  document["space"]["rate"]["low"] = -1;
  document["objective"]["model"]["hidden"] = {"$widht"};
  document["goal"]["metric"] = "test_accuracy";
  EXPECT_THAT(pointers(faults_of(document)),
              UnorderedElementsAre("/name", "/seeed", "/strategy/kind", "/budget/trials",
                                   "/space/rate/low", "/objective/model/hidden/0", "/goal/metric"));
}

TEST(Form, AParameterWithTwoRolesOfFaultIsToldOnce) {
  const json document = with(train_sample(), "/space/rate/low", "small");
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/space/rate/low")));
}

TEST(Form, PointersEscapeSlashAndTilde) {
  json document = train_sample();
  document["a/b~c"] = 1;
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("/a~1b~0c")));
}

TEST(Form, ADocumentThatIsNoObjectIsOneFault) {
  for (const json& document : {json(nullptr), json(3), json("x"), json::array({1})}) {
    EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("", "an object"))) << document;
  }
}

TEST(Form, DefaultsAreWrittenOut) {
  const auto scenario = validate_scenario(train_sample());
  ASSERT_TRUE(scenario);
  const json& document = scenario->document;
  EXPECT_EQ(document["strategy"], json({{"kind", "bayesian"},
                                        {"acquisition", "expected_improvement"},
                                        {"per_joule", false},
                                        {"kernel", "matern52"},
                                        {"warp_inputs", false},
                                        {"fidelity", false}}));
  EXPECT_EQ(document["pruner"], json({{"kind", "none"}}));
  EXPECT_EQ(document["schedule"], json({{"kind", "async"}}));
  EXPECT_EQ(document["finalists"], 1);
  EXPECT_EQ(document["seed"], 0);
  EXPECT_EQ(document["trial_threads"], 1);
  EXPECT_EQ(document["energy"], json({{"meter", "auto"}}));
  EXPECT_EQ(document["objective"]["training"]["schedule"], json({{"kind", "constant"}}));
  EXPECT_EQ(document["objective"]["training"]["epochs"], 10);
  EXPECT_EQ(document["objective"]["model"]["activation"], "relu");
  EXPECT_EQ(document["space"]["width"]["scale"], "linear");
}

TEST(Form, AMarkerTellsTheKind) {
  const auto scenario = validate_scenario(train_sample());
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["objective"]["data"]["kind"], "named");
}

TEST(Form, ShorthandsBecomeObjectsWithTheirDefaults) {
  const auto scenario = validate_scenario(with(train_sample(), "/schedule", "fixed_lag"));
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["schedule"], json({{"kind", "fixed_lag"}, {"lag", 4}}));
}

TEST(Form, EveryPrunerIsTakenWithItsDefaults) {
  for (const std::string& kind : pruner_kinds()) {
    EXPECT_TRUE(validate_scenario(with(train_sample(), "/pruner", {{"kind", kind}}))) << kind;
  }
  const auto scenario = validate_scenario(with(train_sample(), "/pruner", {{"kind", "hyperband"}}));
  ASSERT_TRUE(scenario);
  EXPECT_EQ(
      scenario->document["pruner"],
      json({{"kind", "hyperband"}, {"min_steps", 1}, {"reduction_factor", 3}, {"brackets", 4}}));
}

TEST(Form, WholeNumbersInIntegerFieldsBecomeIntegers) {
  const auto scenario = validate_scenario(with(train_sample(), "/seed", 7.0));
  ASSERT_TRUE(scenario);
  EXPECT_TRUE(scenario->document["seed"].is_number_integer());
}

TEST(Form, AValidDocumentIsValidAgainAndStaysAsItIs) {
  for (const json& sample : {train_sample(), function_sample()}) {
    const auto first = validate_scenario(sample);
    ASSERT_TRUE(first);
    const auto second = validate_scenario(first->document);
    ASSERT_TRUE(second) << to_text(second.error().front());
    EXPECT_EQ(second->document, first->document);
  }
}

TEST(Form, DeepNestingIsOneFault) {
  json nested = 1;
  for (int i = 0; i < 200; ++i) nested = json::array({nested});
  const json document =
      with(train_sample(), "/space/width", {{"type", "constant"}, {"value", nested}});
  EXPECT_THAT(faults_of(document), ElementsAre(IsFaultAt("", "nesting")));
}

TEST(FaultText, TellsPlaceValueExpectationAndNearestName) {
  EXPECT_EQ(to_text({"/seed", "-1", "an integer", ""}), "/seed: -1 - expected an integer");
  EXPECT_EQ(to_text({"/name", "", "text", ""}), "/name: missing - expected text");
  EXPECT_EQ(to_text({"", "[]", "an object", ""}), "[] - expected an object");
  EXPECT_EQ(to_text({"/a", "\"b\"", "one of c", "c"}),
            "/a: \"b\" - expected one of c\n  did you mean c?");
}

TEST(FaultText, LongValuesAreCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "\xC3\xA9";
  const std::vector<Fault> faults = faults_of(with(train_sample(), "/name", name));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults.front().value, testing::EndsWith("\xC3\xA9..."));
  EXPECT_LT(faults.front().value.size(), 110U);
}

TEST(FaultText, TextThatIsNoUtf8IsShownAndDoesNotThrow) {
  EXPECT_THAT(faults_of(with(train_sample(), "/name", "\xFF\xFE")),
              ElementsAre(IsFaultAt("/name")));
}

TEST(InCurrentForm, AddsTheDefaultsOfFieldsThatAStudyIsOlderThan) {
  const nlohmann::json now = validate_scenario(train_sample())->document;
  nlohmann::json older = now;
  ASSERT_EQ(older["objective"]["training"].erase("evaluation"), 1u);
  ASSERT_NE(older, now);
  EXPECT_EQ(in_current_form(older, {}), now);
  EXPECT_EQ(in_current_form(now, {}), now);
  older["objective"]["training"]["evaluation"] = "training_mode";
  EXPECT_EQ(in_current_form(older, {}), older) << "what is written stays";
}

TEST(InCurrentForm, LeavesAloneWhatIsNotValid) {
  nlohmann::json broken = train_sample();
  broken["objective"]["kind"] = "a kind of long ago";
  EXPECT_EQ(in_current_form(broken, {}), broken);
}

}  // namespace
}  // namespace wattle::search
