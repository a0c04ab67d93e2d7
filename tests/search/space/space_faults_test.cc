// SPDX-License-Identifier: MIT
// What is wrong in a space, where, and what was probably meant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::faults_of;

struct FaultCase {
  const char* name;
  const char* space;
  const char* forbid;
  const char* pointer;
  const char* nearest;
};

class SpaceFault : public testing::TestWithParam<FaultCase> {};

TEST_P(SpaceFault, NamesThePlaceAndTheNearestName) {
  const auto faults = faults_of(json::parse(GetParam().space), json::parse(GetParam().forbid));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().pointer, GetParam().pointer);
  EXPECT_EQ(faults.front().nearest, GetParam().nearest);
  EXPECT_FALSE(faults.front().expected.empty());
}

std::string case_name(const testing::TestParamInfo<FaultCase>& instance) {
  return instance.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Parameters, SpaceFault,
    testing::Values(
        FaultCase{"NoObject", "[]", "null", "/space", ""},
        FaultCase{"ParameterIsNoObject", R"({"x": 3})", "null", "/space/x", ""},
        FaultCase{"NoType", R"({"x": {"low": 0, "high": 1}})", "null", "/space/x/type", ""},
        FaultCase{"UnknownType", R"({"x": {"type": "flaot"}})", "null", "/space/x/type", "float"},
        FaultCase{"TypeIsNoText", R"({"x": {"type": 3}})", "null", "/space/x/type", ""},
        FaultCase{"UnknownMember", R"({"x": {"type": "int", "low": 0, "high": 1, "setp": 1}})",
                  "null", "/space/x/setp", "step"},
        FaultCase{"MemberOfAnotherType", R"({"x": {"type": "constant", "value": 1, "low": 1}})",
                  "null", "/space/x/low", ""},
        FaultCase{"LevelsOfAList", R"({"x": {"type": "ordinal", "values": [1, 2], "levels": 2}})",
                  "null", "/space/x/levels", ""},
        FaultCase{"MissingLow", R"({"x": {"type": "float", "high": 1}})", "null", "/space/x/low",
                  ""},
        FaultCase{"TextAsBound", R"({"x": {"type": "float", "low": 0, "high": "1"}})", "null",
                  "/space/x/high", ""},
        FaultCase{"BrokenInteger", R"({"x": {"type": "int", "low": 0.5, "high": 2}})", "null",
                  "/space/x/low", ""},
        FaultCase{"HugeInteger", R"({"x": {"type": "int", "low": 0, "high": 9007199254740994}})",
                  "null", "/space/x/high", ""},
        FaultCase{"Reversed", R"({"x": {"type": "float", "low": 2, "high": 1}})", "null",
                  "/space/x/low", ""},
        FaultCase{"InfiniteWidth", R"({"x": {"type": "float", "low": -1e308, "high": 1e308}})",
                  "null", "/space/x/high", ""},
        FaultCase{"UnknownScale",
                  R"({"x": {"type": "float", "low": 1, "high": 2, "scale": "logg"}})", "null",
                  "/space/x/scale", "log"},
        FaultCase{"LogOfZero", R"({"x": {"type": "int", "low": 0, "high": 2, "scale": "log"}})",
                  "null", "/space/x/low", ""},
        FaultCase{"ReverseLogOfNegative",
                  R"({"x": {"type": "float", "low": -1, "high": 2, "scale": "reverse_log"}})",
                  "null", "/space/x/low", ""},
        FaultCase{"NoStep", R"({"x": {"type": "float", "low": 0, "high": 2, "step": 0}})", "null",
                  "/space/x/step", ""},
        FaultCase{"NegativeStep", R"({"x": {"type": "int", "low": 0, "high": 2, "step": -1}})",
                  "null", "/space/x/step", ""},
        FaultCase{"WideStep", R"({"x": {"type": "float", "low": 0, "high": 2, "step": 3}})", "null",
                  "/space/x/step", ""},
        FaultCase{"BrokenStep", R"({"x": {"type": "int", "low": 0, "high": 2, "step": 0.5}})",
                  "null", "/space/x/step", ""},
        FaultCase{"TinyStep", R"({"x": {"type": "float", "low": 0, "high": 2, "step": 1e-17}})",
                  "null", "/space/x/step", ""},
        FaultCase{"NoLevels", R"({"x": {"type": "float", "low": 0, "high": 2, "levels": 0}})",
                  "null", "/space/x/levels", ""},
        FaultCase{"BrokenLevels", R"({"x": {"type": "float", "low": 0, "high": 2, "levels": 2.5}})",
                  "null", "/space/x/levels", ""},
        FaultCase{"NoChoices", R"({"x": {"type": "categorical", "choices": []}})", "null",
                  "/space/x/choices", ""},
        FaultCase{"MissingChoices", R"({"x": {"type": "categorical"}})", "null", "/space/x/choices",
                  ""},
        FaultCase{"ValuesAreNoList", R"({"x": {"type": "ordinal", "values": 3}})", "null",
                  "/space/x/values", ""},
        FaultCase{"RepeatedChoice", R"({"x": {"type": "categorical", "choices": [1, "a", 1.0]}})",
                  "null", "/space/x/choices/2", ""},
        FaultCase{"MissingValue", R"({"x": {"type": "constant"}})", "null", "/space/x/value", ""},
        FaultCase{"WordAsName", R"({"not": {"type": "constant", "value": 1}})", "null",
                  "/space/not", ""},
        FaultCase{"NameWithASign", R"({"a/b": {"type": "constant", "value": 1}})", "null",
                  "/space/a~1b", ""}),
    case_name);

INSTANTIATE_TEST_SUITE_P(
    Conditions, SpaceFault,
    testing::Values(FaultCase{"WhenOnUnknown",
                              R"({"optimizer": {"type": "categorical", "choices": ["sgd"]},
                      "x": {"type": "constant", "value": 1, "when": {"optimiser": "sgd"}}})",
                              "null", "/space/x/when/optimiser", "optimizer"},
                    FaultCase{"WhenOnUnknownChoice",
                              R"({"optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
                      "x": {"type": "constant", "value": 1, "when": {"optimizer": "adm"}}})",
                              "null", "/space/x/when/optimizer", "adam"},
                    FaultCase{"WhenInUnknownChoice",
                              R"({"o": {"type": "ordinal", "values": ["small", "large"]},
                      "x": {"type": "constant", "value": 1,
                            "when": {"o": {"in": ["small", "lagre"]}}}})",
                              "null", "/space/x/when/o/in/1", "large"},
                    FaultCase{"SizeOfTexts",
                              R"({"o": {"type": "categorical", "choices": ["a", "b"]},
                      "x": {"type": "constant", "value": 1, "when": {"o": {"above": 1}}}})",
                              "null", "/space/x/when/o/above", ""},
                    FaultCase{"NumberIsText",
                              R"({"n": {"type": "int", "low": 1, "high": 3},
                      "x": {"type": "constant", "value": 1, "when": {"n": "1"}}})",
                              "null", "/space/x/when/n", ""},
                    FaultCase{"FaultInWhen",
                              R"({"n": {"type": "int", "low": 1, "high": 3},
                      "x": {"type": "constant", "value": 1, "when": {"n": {"abov": 1}}}})",
                              "null", "/space/x/when/n/abov", "above"},
                    FaultCase{"ForbidIsNoList", R"({"x": {"type": "constant", "value": 1}})",
                              R"({"x": 1})", "/forbid", ""},
                    FaultCase{"ForbidUnknown", R"({"width": {"type": "int", "low": 1, "high": 3}})",
                              R"([{"width": 1}, {"wdith": 2}])", "/forbid/1/wdith", "width"},
                    FaultCase{"SumOfUnknown", R"({"width": {"type": "int", "low": 1, "high": 3}})",
                              R"([{"linear": {"width": 1, "wdith": 2}, "above": 3}])",
                              "/forbid/0/linear/wdith", "width"},
                    FaultCase{"SumOfTexts",
                              R"({"o": {"type": "categorical", "choices": [1, "b"]},
                      "n": {"type": "int", "low": 1, "high": 3}})",
                              R"([{"linear": {"n": 1, "o": 2}, "above": 3}])", "/forbid/0/linear/o",
                              ""},
                    FaultCase{"NameOfTheSum", R"({"linear": {"type": "int", "low": 1, "high": 3}})",
                              "null", "/space/linear", ""},
                    FaultCase{"ForbidEmptyClause", R"({"x": {"type": "int", "low": 1, "high": 3}})",
                              "[{}]", "/forbid/0", ""}),
    case_name);

INSTANTIATE_TEST_SUITE_P(
    Unsatisfiable, SpaceFault,
    testing::Values(
        FaultCase{"EveryPointForbidden",
                  R"({"a": {"type": "categorical", "choices": [1, 2]},
                      "b": {"type": "int", "low": 0, "high": 9, "when": {"a": 2}}})",
                  R"([{"a": 1}, {"b": {"below": 5}}, {"b": {"at_least": 5}}])", "/forbid", ""},
        FaultCase{"EveryChoiceForbiddenBesideAContinuum",
                  R"({"a": {"type": "categorical", "choices": [1, 2]},
                      "rate": {"type": "float", "low": 0, "high": 1}})",
                  R"([{"a": {"in": [1, 2]}}, {"rate": {"above": 0.5}}])", "/forbid", ""},
        FaultCase{"TwoHalvesOfAContinuum", R"({"rate": {"type": "float", "low": 0, "high": 1}})",
                  R"([{"rate": {"above": 0.5}}, {"rate": {"at_most": 0.5}}])", "/forbid", ""},
        FaultCase{"SumThatNoIntegersMeet",
                  R"({"a": {"type": "int", "low": 0, "high": 9},
                      "b": {"type": "int", "low": 0, "high": 9}})",
                  R"([{"linear": {"a": 2, "b": 2}, "above": 5},
                                  {"linear": {"a": 2, "b": 2}, "below": 5}])",
                  "/forbid", ""},
        FaultCase{"SumThatNoContinuumMeets",
                  R"({"a": {"type": "float", "low": 0, "high": 1},
                      "b": {"type": "float", "low": 0, "high": 1}})",
                  R"([{"linear": {"a": 1, "b": 1}, "below": 3}])", "/forbid", ""}),
    case_name);

TEST(SpaceFaults, TellWhatIsDecidedFromWhatWasNotFound) {
  const json square = json::parse(R"({"a": {"type": "float", "low": 0, "high": 1},
                                      "b": {"type": "float", "low": 0, "high": 1}})");
  const auto decided =
      faults_of(square, json::parse(R"([{"a": {"above": 0.2}}, {"a": {"below": 0.4}}])"));
  ASSERT_EQ(decided.size(), 1U);
  EXPECT_THAT(decided.front().expected, testing::StartsWith("clauses that leave at least one"));
  const auto searched =
      faults_of(square, json::parse(R"([{"linear": {"a": 1, "b": 1}, "below": 3}])"));
  ASSERT_EQ(searched.size(), 1U);
  EXPECT_THAT(searched.front().expected, testing::HasSubstr("there may be one"));
}

TEST(SpaceFaults, AreAllFoundAtOnce) {
  const auto faults = faults_of(json::parse(R"({
      "a": {"type": "float", "low": 2, "high": 1, "step": 0},
      "b": {"type": "itn", "low": 2},
      "c": {"type": "ordinal", "values": [], "when": {"d": 1}}})"),
                                json::parse(R"([{"e": 1}])"));
  std::vector<std::string> pointers;
  for (const Fault& fault : faults) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers,
            (std::vector<std::string>{"/space/a/low", "/space/a/step", "/space/b/type",
                                      "/space/c/values", "/space/c/when/d", "/forbid/0/e"}));
}

TEST(SpaceFaults, SayWhatStandsThere) {
  const auto faults = faults_of(json::parse(R"({"x": {"type": "float", "high": "far"}})"));
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].value, "") << "a missing member has no value";
  EXPECT_EQ(faults[1].value, R"("far")");
}

TEST(SpaceFaults, NameTheCycle) {
  const auto faults = faults_of(json::parse(R"({
      "a": {"type": "int", "low": 0, "high": 1, "when": {"b": 1}},
      "b": {"type": "int", "low": 0, "high": 1, "when": {"c": 1}},
      "c": {"type": "int", "low": 0, "high": 1, "when": {"not": {"a": 1}}}})"));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().pointer, "/space/a/when");
  EXPECT_THAT(faults.front().expected, testing::HasSubstr("a -> b -> c -> a"));
}

TEST(SpaceFaults, NameAParameterThatDependsOnItself) {
  const auto faults =
      faults_of(json::parse(R"({"a": {"type": "int", "low": 0, "high": 1, "when": {"a": 1}}})"));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults.front().expected, testing::HasSubstr("a -> a"));
}

TEST(SpaceFaults, SurviveTextThatIsNoUtf8) {
  const json space = {{"x", {{"type", "float\xff"}}}};
  EXPECT_EQ(faults_of(space).size(), 1U);
}

TEST(SpaceFaults, AreNotRaisedForAClauseThatLeavesAPoint) {
  const auto space =
      SearchSpace::from_json(json::parse(R"({"a": {"type": "categorical", "choices": [1, 2]},
                      "rate": {"type": "float", "low": 0, "high": 1}})"),
                             json::parse(R"([{"a": 1}, {"a": 2, "rate": {"above": 0.5}}])"));
  EXPECT_TRUE(space.has_value());
}

}  // namespace
}  // namespace wattle::search
