// SPDX-License-Identifier: MIT
#include "search/space/representatives.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

std::vector<Value> of(const char* parameter, const char* condition, std::uint64_t most = 4) {
  const Condition parsed = *Condition::from_json(json::parse(condition), "");
  return representatives(test::parameter_of(parameter), {&parsed}, most);
}

TEST(Representatives, AreAllValuesOfASmallDomain) {
  EXPECT_EQ(of(R"({"type": "int", "low": 1, "high": 4})", R"({"x": 2})"), json({1, 2, 3, 4}));
}

TEST(Representatives, OfAContinuumAreEndsLimitsAndGaps) {
  EXPECT_EQ(of(R"({"type": "float", "low": 0, "high": 8})", R"({"x": {"above": 2, "at_most": 4}})"),
            json({0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0}));
}

TEST(Representatives, OfManyStepsAreEndsAndNeighboursOfLimits) {
  EXPECT_EQ(of(R"({"type": "int", "low": 0, "high": 1000})", R"({"x": {"in": [500, 2000]}})"),
            json({0, 1, 499, 500, 501, 999, 1000}));
}

/// Truth values of every comparison with x, as a text of 0 and 1.
std::string truths(const Condition& condition, const Value& value) {
  std::string text;
  for (const Comparison* comparison : condition.comparisons()) {
    text += comparison->holds({{"x", value}}) ? '1' : '0';
  }
  return text;
}

TEST(Representatives, GiveEveryCombinationOfTruthsThatTheDomainGives) {
  Rng rng(5);
  for (int round = 0; round < 200; ++round) {
    json operands = json::object();
    for (const char* op : {"is", "above", "at_least", "below", "at_most"}) {
      operands[op] = rng.uniform_int(-5, 60) / 2.0;
    }
    const Condition condition = *Condition::from_json({{"x", operands}}, "");
    const Parameter parameter =
        test::parameter_of(R"({"type": "float", "low": 0, "high": 25, "step": 0.25})");
    std::set<std::string> all;
    for (std::uint64_t rank = 0; rank < *parameter.cardinality(); ++rank) {
      all.insert(truths(condition, parameter.value_at(rank)));
    }
    std::set<std::string> few;
    for (const Value& value : representatives(parameter, {&condition}, 4)) {
      EXPECT_TRUE(parameter.contains(value));
      few.insert(truths(condition, value));
    }
    EXPECT_EQ(few, all);
  }
}

}  // namespace
}  // namespace wattle::search
