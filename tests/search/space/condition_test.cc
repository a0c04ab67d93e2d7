// SPDX-License-Identifier: MIT
#include "search/space/condition.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wattle::search {
namespace {

using nlohmann::json;

bool holds(const char* condition, const char* values) {
  const auto parsed = Condition::from_json(json::parse(condition), "/when");
  if (!parsed) {
    ADD_FAILURE() << parsed.error().front().pointer << " " << parsed.error().front().expected;
    return false;
  }
  return parsed->holds(json::parse(values));
}

struct TruthCase {
  const char* name;
  const char* condition;
  const char* values;
  bool expected;
};

class ConditionTruth : public testing::TestWithParam<TruthCase> {};

TEST_P(ConditionTruth, IsAsStated) {
  EXPECT_EQ(holds(GetParam().condition, GetParam().values), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Space, ConditionTruth,
    testing::Values(
        TruthCase{"Equal", R"({"a": "sgd"})", R"({"a": "sgd"})", true},
        TruthCase{"Unequal", R"({"a": "sgd"})", R"({"a": "adam"})", false},
        TruthCase{"NumbersByValue", R"({"a": 1})", R"({"a": 1.0})", true},
        TruthCase{"ArrayAsValue", R"({"a": [1, 2]})", R"({"a": [1, 2]})", true},
        TruthCase{"ObjectThroughIs", R"({"a": {"is": {"x": 1}}})", R"({"a": {"x": 1}})", true},
        TruthCase{"IsNot", R"({"a": {"is_not": 1}})", R"({"a": 2})", true},
        TruthCase{"In", R"({"a": {"in": [1, 2]}})", R"({"a": 2})", true},
        TruthCase{"NotIn", R"({"a": {"in": [1, 2]}})", R"({"a": 3})", false},
        TruthCase{"AboveItsBound", R"({"a": {"above": 2}})", R"({"a": 2})", false},
        TruthCase{"AtLeastItsBound", R"({"a": {"at_least": 2}})", R"({"a": 2})", true},
        TruthCase{"BelowItsBound", R"({"a": {"below": 2}})", R"({"a": 2.0})", false},
        TruthCase{"AtMostItsBound", R"({"a": {"at_most": 2}})", R"({"a": 2})", true},
        TruthCase{"BetweenInside", R"({"a": {"above": 1, "below": 3}})", R"({"a": 2})", true},
        TruthCase{"BetweenOutside", R"({"a": {"above": 1, "below": 3}})", R"({"a": 3})", false},
        TruthCase{"TextHasNoSize", R"({"a": {"above": 1}})", R"({"a": "b"})", false},
        TruthCase{"AllOfTwo", R"({"a": 1, "b": 2})", R"({"a": 1, "b": 3})", false},
        TruthCase{"AnyOfTwo", R"({"any": [{"a": 1}, {"b": 2}]})", R"({"a": 1, "b": 3})", true},
        TruthCase{"AllWord", R"({"all": [{"a": 1}, {"b": 2}]})", R"({"a": 1, "b": 2})", true},
        TruthCase{"Not", R"({"not": {"a": 1}})", R"({"a": 2})", true},
        TruthCase{"WordsAndNames", R"({"not": {"a": 1}, "b": 2})", R"({"a": 2, "b": 1})", false},
        TruthCase{"SumAbove", R"({"linear": {"a": 1, "b": 64}, "above": 512})",
                  R"({"a": 257, "b": 4})", true},
        TruthCase{"SumOnItsBound", R"({"linear": {"a": 1, "b": 64}, "above": 512})",
                  R"({"a": 256, "b": 4})", false},
        TruthCase{"SumBetween", R"({"linear": {"a": 1, "b": -1}, "at_least": 0, "below": 2})",
                  R"({"a": 3, "b": 2})", true},
        TruthCase{"SumOutside", R"({"linear": {"a": 1, "b": -1}, "at_least": 0, "below": 2})",
                  R"({"a": 4, "b": 2})", false},
        TruthCase{"SumOfDecimalsAtMost", R"({"linear": {"a": 1, "b": 1}, "at_most": 0.3})",
                  R"({"a": 0.1, "b": 0.2})", true},
        TruthCase{"SumOfDecimalsBelow", R"({"linear": {"a": 1, "b": 1}, "below": 0.3})",
                  R"({"a": 0.1, "b": 0.2})", false},
        TruthCase{"SumJustAbove", R"({"linear": {"a": 1, "b": 1}, "above": 0.3})",
                  R"({"a": 0.1, "b": 0.20000000001})", true},
        TruthCase{"InactiveCountsAsZero", R"({"linear": {"a": 1, "b": 64}, "at_most": 1})",
                  R"({"a": 1})", true},
        TruthCase{"SumInAnAny", R"({"any": [{"c": "x"}, {"linear": {"a": 2}, "at_least": 4}]})",
                  R"({"a": 2, "c": "y"})", true},
        TruthCase{"InactiveIs", R"({"a": 1})", R"({})", false},
        TruthCase{"InactiveIsNot", R"({"a": {"is_not": 1}})", R"({})", false},
        TruthCase{"NotOfInactive", R"({"not": {"a": 1}})", R"({})", true}),
    [](const auto& instance) { return std::string(instance.param.name); });

struct FaultCase {
  const char* name;
  const char* condition;
  const char* pointer;
  const char* nearest;
};

class ConditionFault : public testing::TestWithParam<FaultCase> {};

TEST_P(ConditionFault, NamesThePlace) {
  const auto parsed = Condition::from_json(json::parse(GetParam().condition), "/when");
  ASSERT_FALSE(parsed.has_value());
  ASSERT_EQ(parsed.error().size(), 1U);
  EXPECT_EQ(parsed.error().front().pointer, GetParam().pointer);
  EXPECT_EQ(parsed.error().front().nearest, GetParam().nearest);
  EXPECT_FALSE(parsed.error().front().expected.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Space, ConditionFault,
    testing::Values(
        FaultCase{"NoObject", R"("sgd")", "/when", ""}, FaultCase{"Empty", R"({})", "/when", ""},
        FaultCase{"EmptyAny", R"({"any": []})", "/when/any", ""},
        FaultCase{"AllOfNoList", R"({"all": {"a": 1}})", "/when/all", ""},
        FaultCase{"EmptyChild", R"({"any": [{"a": 1}, {}]})", "/when/any/1", ""},
        FaultCase{"NotOfText", R"({"not": "a"})", "/when/not", ""},
        FaultCase{"NoOperator", R"({"a": {}})", "/when/a", ""},
        FaultCase{"UnknownOperator", R"({"a": {"atleast": 2}})", "/when/a/atleast", "at_least"},
        FaultCase{"SizeOfText", R"({"a": {"above": "b"}})", "/when/a/above", ""},
        FaultCase{"SumOfNoWeights", R"({"linear": {}, "above": 1})", "/when/linear", ""},
        FaultCase{"SumOfAList", R"({"linear": ["a"], "above": 1})", "/when/linear", ""},
        FaultCase{"WeightIsText", R"({"linear": {"a": "x"}, "above": 1})", "/when/linear/a", ""},
        FaultCase{"SumWithoutABound", R"({"linear": {"a": 1}})", "/when", ""},
        FaultCase{"SumWithAnUnknownBound", R"({"linear": {"a": 1}, "abov": 1})", "/when/abov",
                  "above"},
        FaultCase{"SumEqualToANumber", R"({"linear": {"a": 1}, "is": 1})", "/when/is", ""},
        FaultCase{"BoundOfASumIsText", R"({"linear": {"a": 1}, "above": "b"})", "/when/above", ""},
        FaultCase{"InOfNoList", R"({"a": {"in": 3}})", "/when/a/in", ""},
        FaultCase{"EscapedName", R"({"a/b~c": {"in": []}})", "/when/a~1b~0c/in", ""}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Condition, GathersAllFaults) {
  const auto parsed =
      Condition::from_json(json::parse(R"({"a": {"in": 3}, "b": {"above": "x"}})"), "/when");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().size(), 2U);
}

TEST(Condition, RefusesToNestWithoutEnd) {
  json nested = {{"a", 1}};
  for (int depth = 0; depth < 1000; ++depth) nested = json{{"not", nested}};
  EXPECT_FALSE(Condition::from_json(nested, "/when").has_value());
}

TEST(Condition, ListsWhatItSpeaksOfOnce) {
  const auto parsed =
      Condition::from_json(json::parse(R"({"b": 1, "any": [{"a": 1}, {"not": {"b": {"above": 2}}},
                                        {"linear": {"a": 1, "c": 2}, "above": 0}]})"),
                           "/when");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->parameters(), (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace wattle::search
