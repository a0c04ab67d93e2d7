// SPDX-License-Identifier: MIT
#include "search/strategy/choose_strategy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "search/strategy/strategy.h"
#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// 3 + 3 x 3 points of which two are forbidden.
SearchSpace ten_points() {
  return test::space_of(R"({
      "a": {"type": "categorical", "choices": ["x", "y"]},
      "b": {"type": "int", "low": 1, "high": 3},
      "c": {"type": "ordinal", "values": [0.5, 1, 2], "when": {"a": "y"}}})",
                        R"([{"a": "x", "b": 2}, {"b": 3, "c": {"above": 1}}])");
}

SearchSpace eight_integers() {
  return test::space_of(R"({"n": {"type": "int", "low": 1, "high": 8}})");
}

SearchSpace listed() {
  json rows = json::array();
  for (int i = 0; i < 12; ++i) rows.push_back({{"x", 0.1 * i}});
  return *SearchSpace::from_json(nullptr, nullptr, rows);
}

SearchSpace square_with(const char* third, const char* forbid = "null") {
  json space = json::parse(R"({"x": {"type": "float", "low": 0, "high": 1},
                               "y": {"type": "float", "low": 0, "high": 1}})");
  space["z"] = json::parse(third);
  return test::space_of(space, json::parse(forbid));
}

SearchSpace line() { return test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})"); }

struct ChoiceCase {
  std::string name;
  SearchSpace space;
  json budget;
  int jobs;
  std::string kind;
  std::string because;
  std::string goal = "best";
};

void PrintTo(const ChoiceCase& each, std::ostream* out) { *out << each.name; }

class ChooseStrategy : public testing::TestWithParam<ChoiceCase> {};

TEST_P(ChooseStrategy, FollowsItsRules) {
  const ChoiceCase& each = GetParam();
  const Goal goal =
      Goal::from_json({{"kind", each.goal}, {"metric", "value"}, {"direction", "minimize"}});
  const Choice choice =
      choose_strategy(each.space, goal, Budget::from_json(each.budget), each.jobs);
  EXPECT_EQ(choice.kind, each.kind);
  EXPECT_EQ(choice.because, each.because);
  EXPECT_THAT(strategy_kinds(), testing::Contains(choice.kind));
}

json trials(int count) { return {{"trials", count}}; }

std::vector<ChoiceCase> spaces_that_fit() {
  const std::string ten = "a space of 10 points fits into ";
  return {
      {"AsManyPointsAsTrials", ten_points(), trials(10), 1, "grid", ten + "10 trials"},
      {"FewerPointsThanTrials", ten_points(), trials(5000), 64, "grid", ten + "5000 trials"},
      {"OnePointTooMany", ten_points(), trials(9), 1, "bayesian", "3 parameters and 9 trials"},
      {"GridWithoutAllPoints", eight_integers(), trials(8), 1, "random",
       "a space of 8 points fits into 8 trials"},
      {"ListedPoints", listed(), trials(20), 1, "grid", "a space of 12 points fits into 20 trials"},
      {"OnePoint", test::space_of(R"({"k": {"type": "constant", "value": 1}})"), trials(1), 1,
       "grid", "a space of 1 point fits into 1 trial"},
      {"EnergyMayEndItSooner",
       ten_points(),
       {{"trials", 10}, {"joules", 50}},
       1,
       "bayesian",
       "3 parameters and 10 trials"},
      {"TimeMayEndItSooner",
       ten_points(),
       {{"trials", 10}, {"seconds", 50}},
       1,
       "bayesian",
       "3 parameters and 10 trials"}};
}

std::vector<ChoiceCase> few_trials() {
  return {
      {"One", test::square(), trials(1), 1, "sobol", "1 trial is too few for a model"},
      {"Three", test::square(), trials(3), 1, "sobol", "3 trials are too few for a model"},
      {"Four", test::square(), trials(4), 1, "bayesian", "2 parameters and 4 trials"},
      {"AllAtOnce", test::square(), trials(16), 16, "sobol",
       "all 16 trials begin before one has ended"},
      {"AllButOneAtOnce", test::square(), trials(17), 16, "bayesian", "2 parameters and 17 trials"},
      {"AnyNumber",
       line(),
       {{"joules", 1e6}},
       1024,
       "bayesian",
       "1 parameter, and no bound on the number of trials"}};
}

std::vector<ChoiceCase> many_trials() {
  const std::string shape = "4000 trials of continuous parameters are enough to learn a shape from";
  const std::string too_many = "4000 trials are too many for a Gaussian process";
  const char* const unit = R"({"type": "float", "low": 0, "high": 1})";
  const auto many = [&](const char* name, SearchSpace space, const char* kind,
                        const std::string& because, const char* goal = "best") {
    return ChoiceCase{name, std::move(space), trials(4000), 1, kind, because, goal};
  };
  return {
      {"ThreeThousand", test::square(), trials(3000), 1, "bayesian",
       "2 parameters and 3000 trials"},
      many("OfContinua", test::square(), "cma_es", shape),
      many("OfContinuaAndAConstant", square_with(R"({"type": "constant", "value": 1})"), "cma_es",
           shape),
      many("OfOneParameter", line(), "tpe", too_many),
      many("WithACategory", square_with(R"({"type": "categorical", "choices": ["a", "b"]})"), "tpe",
           too_many),
      many("WithACondition",
           square_with(R"({"type": "float", "low": 0, "high": 1, "when": {"x": {"above": 0.5}}})"),
           "tpe", too_many),
      many("WithAClause", square_with(unit, R"([{"x": {"above": 0.5}, "y": {"above": 0.5}}])"),
           "tpe", too_many),
      many("ForAFront", test::square(), "tpe", too_many, "pareto")};
}

std::string case_name(const testing::TestParamInfo<ChoiceCase>& instance) {
  return instance.param.name;
}

INSTANTIATE_TEST_SUITE_P(SpacesThatFit, ChooseStrategy, testing::ValuesIn(spaces_that_fit()),
                         case_name);
INSTANTIATE_TEST_SUITE_P(FewTrials, ChooseStrategy, testing::ValuesIn(few_trials()), case_name);
INSTANTIATE_TEST_SUITE_P(ManyTrials, ChooseStrategy, testing::ValuesIn(many_trials()), case_name);

}  // namespace
}  // namespace wattle::search
