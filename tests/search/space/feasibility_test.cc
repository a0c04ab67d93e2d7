// SPDX-License-Identifier: MIT
#include "search/space/feasibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "search/space/enumeration.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json unit_parameters(int count) {
  json space = json::object();
  for (int i = 0; i < count; ++i) {
    space["p" + std::to_string(i)] = {{"type", "float"}, {"low", 0}, {"high", 1}};
  }
  return space;
}

json weights(int count) {
  json sum = json::object();
  for (int i = 0; i < count; ++i) sum["p" + std::to_string(i)] = 1;
  return sum;
}

TEST(Feasibility, IsDecidedAsByListingForFiniteSpaces) {
  Rng rng(8);
  int empty = 0;
  for (int round = 0; round < 400; ++round) {
    json space = json::object();
    for (const char* name : {"p0", "p1", "p2"}) space[name] = test::random_parameter(rng, true);
    json forbid = json::array();
    for (int clause = 0; clause < 4; ++clause) forbid.push_back(test::random_condition(rng, 3));
    const auto free = SearchSpace::from_json(space, nullptr);
    const auto read = SearchSpace::from_json(space, forbid);
    const auto allowed = [&](const json& values) {
      for (const json& clause : forbid) {
        if (Condition::from_json(clause, "")->holds(values)) return false;
      }
      return true;
    };
    bool any = false;
    walk_space(*free, 1000, [&](const json& values) {
      any = any || allowed(values);
      return true;
    });
    const bool weighs_text = !read && read.error().front().pointer != "/forbid";
    if (weighs_text) continue;
    EXPECT_EQ(read.has_value(), any) << space << forbid;
    if (!any) ++empty;
  }
  EXPECT_GT(empty, 20) << "the test no longer makes empty spaces";
}

TEST(Feasibility, DecidesComparisonsOnContinua) {
  Rng rng(9);
  int empty = 0;
  for (int round = 0; round < 300; ++round) {
    // Intervals between whole numbers of [0, 4], which the midpoints and ends tell apart.
    json forbid = json::array();
    std::set<double> left{0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4};
    for (int clause = 0; clause < 4; ++clause) {
      const auto low = rng.uniform_int(0, 3);
      const auto high = rng.uniform_int(low, 4);
      forbid.push_back({{"x", {{"at_least", low}, {"at_most", high}}}});
      std::erase_if(left, [&](double x) {
        return x >= static_cast<double>(low) && x <= static_cast<double>(high);
      });
    }
    const json space = {{"x", {{"type", "float"}, {"low", 0}, {"high", 4}}}};
    EXPECT_EQ(SearchSpace::from_json(space, forbid).has_value(), !left.empty()) << forbid;
    if (left.empty()) ++empty;
  }
  EXPECT_GT(empty, 20) << "the test no longer makes empty spaces";
}

TEST(Feasibility, FindsCornersAndBandsOfManyParameters) {
  for (const int count : {10, 200}) {
    const json most = json::array({{{"linear", weights(count)}, {"below", 0.95 * count}}});
    EXPECT_TRUE(SearchSpace::from_json(unit_parameters(count), most).has_value()) << count;
    const json band = json::array({{{"linear", weights(count)}, {"below", 0.9 * count}},
                                   {{"linear", weights(count)}, {"above", 0.91 * count}}});
    EXPECT_TRUE(SearchSpace::from_json(unit_parameters(count), band).has_value()) << count;
  }
}

TEST(Feasibility, IgnoresParametersThatNoClauseSpeaksOf) {
  // Looked at one by one, twenty choices of two would be a million combinations.
  json space = {{"z", {{"type", "int"}, {"low", 0}, {"high", 1}}}};
  for (int i = 0; i < 20; ++i) {
    space["c" + std::to_string(i)] = {{"type", "categorical"}, {"choices", {0, 1}}};
  }
  const auto faults = test::faults_of(space, json::parse(R"([{"z": 0}, {"z": 1}])"));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults.front().expected, testing::StartsWith("clauses that leave at least one"));
}

}  // namespace
}  // namespace wattle::search
