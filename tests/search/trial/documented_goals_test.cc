// SPDX-License-Identifier: MIT
// The examples of docs/goals.md have the winners that the page tells.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/search/trial/goal_samples.h"

namespace wattle::search {
namespace {

/// The goals of the page's JSON blocks, in order.
std::vector<nlohmann::json> documented_goals() {
  std::ifstream in(std::string(WATTLE_SOURCE_DIR) + "/docs/goals.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::string open = "```json\n";
  std::vector<nlohmann::json> goals;
  for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at + 1)) {
    const std::size_t start = at + open.size();
    goals.push_back(
        nlohmann::json::parse(page.substr(start, page.find("```", start) - start))["goal"]);
  }
  return goals;
}

TEST(DocumentedGoals, HaveTheWinnersThatThePageTells) {
  const auto trial = [](int number, double accuracy, double joules) {
    return testing::complete(
        number,
        {{"val_accuracy", accuracy}, {"train_joules", joules}, {"inference_joules_per_1000", 2.0}});
  };
  const History trials{trial(0, 0.9, 20.0), trial(1, 0.96, 100.0), trial(2, 0.97, 1000.0)};
  std::vector<int> winners;
  for (const nlohmann::json& json : documented_goals()) {
    winners.push_back(Goal::from_json(json).best(trials).value_or(-1));
  }
  // best, weighted, equal, equal with a reference, within, cheapest, pareto, a lifetime
  EXPECT_THAT(winners, ::testing::ElementsAre(2, 1, 0, 1, 1, 1, 2, 1));
}

}  // namespace
}  // namespace wattle::search
