// SPDX-License-Identifier: MIT
#include "search/compare/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace wattle::search {
namespace {

nlohmann::json document(const nlohmann::json& compare) {
  return {{"name", "mine"},
          {"seed", 7},
          {"finalists", 3},
          {"strategy", {{"kind", "bayesian"}, {"acquisition", "thompson"}}},
          {"compare", compare}};
}

nlohmann::json two(int repeats) {
  return {{"strategies", {"grid", "bayesian"}}, {"repeats", repeats}};
}

TEST(ComparisonPlan, RunsEveryArmOnceARepeatWithItsSeed) {
  const ComparisonPlan plan = plan_comparison(document(two(20)));
  ASSERT_EQ(plan.runs.size(), 40u);
  std::map<int, std::set<std::uint64_t>> seeds;
  std::map<int, std::set<std::size_t>> arms;
  for (const PlannedRun& run : plan.runs) {
    seeds[run.repeat].insert(run.seed);
    arms[run.repeat].insert(run.arm);
  }
  std::set<std::uint64_t> all;
  for (int repeat = 0; repeat < 20; ++repeat) {
    EXPECT_EQ(seeds[repeat].size(), 1u) << "the arms of a repeat are a pair";
    EXPECT_EQ(arms[repeat].size(), 2u);
    all.insert(*seeds[repeat].begin());
  }
  EXPECT_EQ(all.size(), 20u);
}

TEST(ComparisonPlan, LetsNoArmAlwaysGoFirst) {
  const ComparisonPlan plan = plan_comparison(document(two(40)));
  int first = 0;
  for (std::size_t i = 0; i < plan.runs.size(); i += 2) first += plan.runs[i].arm == 0;
  // Binomial(40, 1/2) leaves 8 to 32 with a probability of 1e-4.
  EXPECT_GE(first, 8);
  EXPECT_LE(first, 32);
}

TEST(ComparisonPlan, AnArmThatIsRunAgainHasSeedsOfItsOwn) {
  nlohmann::json compare = two(3);
  compare["again"] = "grid";
  const ComparisonPlan plan = plan_comparison(document(compare));
  ASSERT_EQ(plan.arms.size(), 3u);
  EXPECT_EQ(plan.arms[2].name, "grid again");
  EXPECT_TRUE(plan.arms[2].again);
  std::set<std::uint64_t> seeds;
  for (const PlannedRun& run : plan.runs) seeds.insert(run.seed);
  EXPECT_EQ(seeds.size(), 6u);
}

TEST(ComparisonPlan, MergesAnArmIntoTheScenario) {
  nlohmann::json compare = two(1);
  compare["arms"]["longer"] = {{"budget", {{"trials", 50}}}};
  const ComparisonPlan plan = plan_comparison(document(compare));
  const nlohmann::json grid = scenario_of(document(compare), plan.arms[0], 11);
  EXPECT_EQ(grid["strategy"], (nlohmann::json{{"kind", "grid"}}));
  EXPECT_EQ(grid["seed"], 11);
  EXPECT_EQ(grid["finalists"], 0);
  EXPECT_FALSE(grid.contains("compare"));
  const nlohmann::json bayesian = scenario_of(document(compare), plan.arms[1], 11);
  EXPECT_EQ(bayesian["strategy"], (nlohmann::json{{"kind", "bayesian"}})) << "with its defaults";
  const nlohmann::json longer = scenario_of(document(compare), plan.arms[2], 11);
  EXPECT_EQ(longer["budget"]["trials"], 50);
  EXPECT_EQ(longer["strategy"]["acquisition"], "thompson") << "what it does not name stays";
}

}  // namespace
}  // namespace wattle::search
