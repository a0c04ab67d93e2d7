// SPDX-License-Identifier: MIT
// A space that changes while its trials stay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "search/space/enumeration.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

struct Case {
  const char* name;
  const char* earlier;
  const char* later;
  const char* says;  ///< why it is narrower; empty when it widens
  const char* earlier_forbid = "null";
  const char* later_forbid = "null";
};

class Widening : public testing::TestWithParam<Case> {};

TEST_P(Widening, IsDecided) {
  const SearchSpace earlier = test::space_of(GetParam().earlier, GetParam().earlier_forbid);
  const SearchSpace later = test::space_of(GetParam().later, GetParam().later_forbid);
  const auto reason = later.narrowing(earlier);
  EXPECT_EQ(later.widens(earlier), std::string(GetParam().says).empty()) << reason.value_or("");
  EXPECT_THAT(reason.value_or(""), testing::HasSubstr(GetParam().says));
  Rng rng(1);
  for (int draw = 0; !reason && draw < 50; ++draw) {
    EXPECT_EQ(later.violation(*earlier.sample(rng)), std::nullopt);
  }
}

constexpr const char* kUnit = R"({"x": {"type": "float", "low": 0, "high": 1}})";
constexpr const char* kWide = R"({"x": {"type": "float", "low": -1, "high": 2}})";
constexpr const char* kAdam = R"({"o": {"type": "categorical", "choices": ["adam"]}})";

INSTANTIATE_TEST_SUITE_P(
    Space, Widening,
    testing::Values(
        Case{"TheSame", kUnit, kUnit, ""}, Case{"WiderBounds", kUnit, kWide, ""},
        Case{"NarrowerBounds", kWide, kUnit, "values of x"},
        Case{"AnotherScale", R"({"x": {"type": "float", "low": 1, "high": 9, "scale": "log"}})",
             R"({"x": {"type": "float", "low": 1, "high": 9}})", ""},
        Case{"StepsOnAContinuum", kUnit,
             R"({"x": {"type": "float", "low": 0, "high": 1, "step": 0.1}})", "values of x"},
        Case{"FinerSteps", R"({"x": {"type": "float", "low": 0, "high": 1, "step": 0.5}})",
             R"({"x": {"type": "float", "low": 0, "high": 1, "step": 0.1}})", ""},
        Case{"OtherSteps", R"({"x": {"type": "int", "low": 0, "high": 1000000, "step": 3}})",
             R"({"x": {"type": "int", "low": 0, "high": 1000000, "step": 2}})", "values of x"},
        Case{"IntegersBecomeReal", R"({"x": {"type": "int", "low": 0, "high": 1}})", kUnit, ""},
        Case{"AddedChoice", kAdam, R"({"o": {"type": "categorical", "choices": ["sgd", "adam"]}})",
             ""},
        Case{"LostChoice", R"({"o": {"type": "categorical", "choices": ["sgd", "adam"]}})", kAdam,
             "values of o"},
        Case{"ConstantThatVaries", R"({"x": {"type": "constant", "value": 0.5}})", kUnit, ""},
        Case{"LostParameter", R"({"x": {"type": "constant", "value": 0.5},
                                  "y": {"type": "constant", "value": 0.5}})",
             kUnit, "y is no longer"},
        Case{"NewParameter", kAdam, R"({"o": {"type": "categorical", "choices": ["adam"]},
                                        "m": {"type": "float", "low": 0, "high": 1}})",
             "m is missing"},
        Case{"NewParameterOfANewChoice", kAdam,
             R"({"o": {"type": "categorical", "choices": ["adam", "sgd"]},
                 "m": {"type": "float", "low": 0, "high": 1, "when": {"o": "sgd"}}})",
             ""},
        Case{"NewParameterOfAnOldRange", kUnit,
             R"({"x": {"type": "float", "low": 0, "high": 2},
                 "m": {"type": "int", "low": 0, "high": 1, "when": {"x": {"above": 0.99}}}})",
             "m is missing"},
        Case{"NewParameterOfANewRange", kUnit,
             R"({"x": {"type": "float", "low": 0, "high": 2},
                 "m": {"type": "int", "low": 0, "high": 1, "when": {"x": {"above": 1}}}})",
             ""},
        Case{"NewClause", kUnit, kUnit, "forbidden by", "null", R"([{"x": {"above": 0.999}}])"},
        Case{"ClauseBeyondTheOldRange", kUnit, kWide, "", "null", R"([{"x": {"above": 1.5}}])"},
        Case{"FewerClauses", kUnit, kUnit, "", R"([{"x": {"above": 0.5}}])"},
        Case{"LooserClause", kUnit, kUnit, "", R"([{"x": {"above": 0.5}}])",
             R"([{"x": {"above": 0.6}}])"},
        Case{"TheSameSum", kUnit, kWide, "", R"([{"linear": {"x": 1}, "above": 0.5}])",
             R"([{"linear": {"x": 1}, "above": 0.5}])"},
        Case{"NewSum", kUnit, kUnit, "weighted sum", "null",
             R"([{"linear": {"x": 1}, "above": 5}])"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(WideningOfFiniteSpaces, IsWhatListingFinds) {
  Rng rng(21);
  int wider = 0;
  for (int round = 0; round < 600; ++round) {
    const SearchSpace earlier = test::random_space(rng, true);
    const SearchSpace later = test::random_space(rng, true);
    bool all = true;
    walk_space(earlier, 100'000, [&](const json& values) {
      all = all && later.contains(Parameters(values));
      return true;
    });
    const auto reason = later.narrowing(earlier);
    const auto about = [&](const char* what) { return reason->find(what) != std::string::npos; };
    if (!reason) {
      EXPECT_TRUE(all);
    } else if (!about("weighted sum") && !about("values of") && !about("no longer")) {
      EXPECT_FALSE(all) << *reason;
    }
    if (all) ++wider;
  }
  EXPECT_GT(wider, 5) << "the test no longer makes spaces that widen another";
}

TEST(WideningOfListedPoints, LooksAtEachRow) {
  const json space = json::parse(kUnit);
  const SearchSpace product = *SearchSpace::from_json(space, nullptr);
  const SearchSpace few = *SearchSpace::from_json(space, nullptr, json::parse(R"([{"x": 0.5}])"));
  const SearchSpace more =
      *SearchSpace::from_json(space, nullptr, json::parse(R"([{"x": 0.5}, {"x": 0.25}])"));
  EXPECT_TRUE(more.widens(few));
  EXPECT_FALSE(few.widens(more));
  EXPECT_TRUE(product.widens(more));
  EXPECT_THAT(more.narrowing(product).value_or(""), testing::HasSubstr("listed points"));
}

TEST(Fingerprint, TellsSpacesApart) {
  const json space = json::parse(kUnit);
  const json forbid = json::parse(R"([{"x": {"above": 0.5}}])");
  const json points = json::parse(R"([{"x": 0.5}])");
  std::set<std::uint64_t> all;
  for (const SearchSpace& different :
       {*SearchSpace::from_json(space, nullptr), *SearchSpace::from_json(space, forbid),
        *SearchSpace::from_json(space, nullptr, points), test::space_of(kWide), SearchSpace(),
        test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1, "levels": 3}})"),
        test::space_of(R"({"y": {"type": "float", "low": 0, "high": 1}})")}) {
    all.insert(different.fingerprint());
  }
  EXPECT_EQ(all.size(), 7U);
  EXPECT_EQ(test::space_of(kUnit).fingerprint(), test::space_of(kUnit).fingerprint());
}

}  // namespace
}  // namespace wattle::search
