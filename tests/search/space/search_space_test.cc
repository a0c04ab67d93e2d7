// SPDX-License-Identifier: MIT
#include "search/space/search_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::space_of;

constexpr const char* kQuickstart = R"({
  "learning_rate": {"type": "float", "low": 1e-4, "high": 1.0, "scale": "log"},
  "width": {"type": "ordinal", "values": [16, 32, 64, 128]},
  "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
  "momentum": {"type": "float", "low": 0.0, "high": 0.99, "when": {"optimizer": "sgd"}},
  "nesterov": {"type": "categorical", "choices": [true, false], "when": {"momentum": {"above": 0}}}
})";
constexpr const char* kClause = R"([{"width": {"above": 64}, "learning_rate": {"above": 0.5}}])";

Parameters point(const char* text) { return Parameters(json::parse(text)); }

TEST(SearchSpace, OrdersParametersByDependenceThenName) {
  const SearchSpace space = space_of(kQuickstart);
  std::vector<std::string> names;
  for (const Parameter& parameter : space.parameters()) {
    names.push_back(parameter.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"learning_rate", "optimizer", "momentum", "nesterov",
                                             "width"}));
}

TEST(SearchSpace, FindsParametersByName) {
  const SearchSpace space = space_of(kQuickstart);
  ASSERT_NE(space.find("momentum"), nullptr);
  EXPECT_EQ(space.find("momentum")->high, 0.99);
  EXPECT_EQ(space.find("depth"), nullptr);
}

TEST(SearchSpace, DropsWhatIsInactiveDownTheGraph) {
  const SearchSpace space = space_of(kQuickstart);
  const json all = json::parse(R"({"learning_rate": 0.1, "width": 16, "optimizer": "adam",
                                   "momentum": 0.9, "nesterov": true, "stray": 1})");
  EXPECT_EQ(space.restrict_to_active(all).json(),
            json::parse(R"({"learning_rate": 0.1, "width": 16, "optimizer": "adam"})"));
}

struct ViolationCase {
  const char* name;
  const char* point;
  const char* says;  ///< empty for a point of the space
};

class SpaceViolation : public testing::TestWithParam<ViolationCase> {};

TEST_P(SpaceViolation, IsNamed) {
  const auto violation = space_of(kQuickstart, kClause).violation(point(GetParam().point));
  if (std::string(GetParam().says).empty()) {
    EXPECT_EQ(violation, std::nullopt);
  } else {
    EXPECT_THAT(violation.value_or(""), testing::HasSubstr(GetParam().says));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Space, SpaceViolation,
    testing::Values(
        ViolationCase{"None", R"({"learning_rate": 0.1, "width": 16, "optimizer": "adam"})", ""},
        ViolationCase{"NoneWithWholeNumber",
                      R"({"learning_rate": 1, "width": 64, "optimizer": "adam"})", ""},
        ViolationCase{"Unknown",
                      R"({"learning_rate": 0.1, "width": 16, "optimizer": "adam", "depth": 1})",
                      "depth"},
        ViolationCase{"Missing", R"({"learning_rate": 0.1, "optimizer": "adam"})", "width"},
        ViolationCase{"MissingThoughActive",
                      R"({"learning_rate": 0.1, "width": 16, "optimizer": "sgd"})", "momentum"},
        ViolationCase{"Inactive",
                      R"({"learning_rate": 0.1, "width": 16, "optimizer": "adam", "momentum": 0})",
                      "momentum"},
        ViolationCase{"OutOfBounds", R"({"learning_rate": 2, "width": 16, "optimizer": "adam"})",
                      "learning_rate"},
        ViolationCase{"NoChoice", R"({"learning_rate": 0.1, "width": 17, "optimizer": "adam"})",
                      "width"},
        ViolationCase{"Forbidden", R"({"learning_rate": 0.6, "width": 128, "optimizer": "adam"})",
                      "forbidden"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(SearchSpace, ForbidsWhatAnyClauseHoldsFor) {
  const SearchSpace space =
      space_of(R"({"a": {"type": "int", "low": 0, "high": 3}})", R"([{"a": 1}, {"a": 3}])");
  EXPECT_FALSE(space.forbidden(point(R"({"a": 0})")));
  EXPECT_TRUE(space.forbidden(point(R"({"a": 1})")));
  EXPECT_TRUE(space.forbidden(point(R"({"a": 3})")));
}

TEST(SearchSpace, CountsFiniteSpacesOnly) {
  EXPECT_EQ(space_of(R"({"a": {"type": "int", "low": 0, "high": 3},
                         "b": {"type": "ordinal", "values": [1, 2, 3]}})")
                .cardinality(),
            12U);
  EXPECT_EQ(space_of(kQuickstart).cardinality(), std::nullopt);
  EXPECT_EQ(SearchSpace().cardinality(), 1U);
}

TEST(SearchSpace, SaturatesItsCount) {
  json space = json::object();
  for (const char* name : {"a", "b", "c"}) {
    space[name] = {{"type", "int"}, {"low", 0}, {"high", 9007199254740992}};
  }
  EXPECT_EQ(space_of(space).cardinality(), std::numeric_limits<std::uint64_t>::max());
}

TEST(SearchSpace, SamplesOnlyItsPoints) {
  Rng rng(1);
  for (int round = 0; round < 200; ++round) {
    const SearchSpace space = test::random_space(rng, false);
    for (int draw = 0; draw < 20; ++draw) {
      const auto sample = space.sample(rng);
      ASSERT_TRUE(sample.has_value());
      EXPECT_EQ(space.violation(*sample), std::nullopt) << sample->json();
    }
  }
}

TEST(SearchSpace, SamplesTheSameFromTheSameSeed) {
  const SearchSpace space = space_of(kQuickstart, kClause);
  Rng first(3, 4);
  Rng second(3, 4);
  for (int draw = 0; draw < 10; ++draw) EXPECT_EQ(*space.sample(first), *space.sample(second));
}

TEST(SearchSpace, SaysWhenNoAllowedPointCanBeFound) {
  const SearchSpace space = space_of(R"({"rate": {"type": "float", "low": 0, "high": 1}})",
                                     R"([{"rate": {"above": 1e-9}}])");
  Rng rng(1);
  const auto sample = space.sample(rng);
  ASSERT_FALSE(sample.has_value());
  EXPECT_EQ(sample.error().code, ErrorCode::kExhausted);
  EXPECT_THAT(sample.error().message, testing::HasSubstr("forbidden"));
}

}  // namespace
}  // namespace wattle::search
