// SPDX-License-Identifier: MIT
#include "search/strategy/auto_strategy.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/contract/strategy_contract.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::test {
namespace {

using namespace contract;

using search::AutoStrategy;
using search::Budget;
using search::Strategy;

constexpr std::uint64_t kSeed = 7;

Budget of_trials(int trials) {
  Budget budget;
  budget.trials = trials;
  return budget;
}

class Auto : public testing::Test {
 protected:
  std::unique_ptr<Strategy> make(int trials) const {
    return std::move(*AutoStrategy::create(space_, goal_, kSeed, of_trials(trials), 1));
  }

  const search::SearchSpace space_ = square();
  const search::Goal goal_ = minimise_value();
};

search::Metrics slope(const search::Parameters& point) {
  return {{"value", number(point, "x") + number(point, "y")}};
}

TEST_F(Auto, SuggestsWhatTheChosenStrategyDoes) {
  constexpr int kTrials = 12;
  const auto bayesian = std::move(
      *search::make_strategy({{"kind", "bayesian"}}, space_, goal_, kSeed, of_trials(kTrials)));
  const search::History expected = run(*bayesian, slope, kTrials, 1);
  const search::History history = run(*make(kTrials), slope, kTrials, 1);
  ASSERT_EQ(history.size(), expected.size());
  for (std::size_t i = 0; i < history.size(); ++i) {
    EXPECT_EQ(history[i].parameters, expected[i].parameters) << i;
  }
}

TEST_F(Auto, SaysWhichStrategyItChoseAndWhy) {
  const auto strategy = make(3);
  EXPECT_EQ(strategy->in_words(), "sobol (chosen by auto: 3 trials are too few for a model)");
  search::Rng rng(1);
  ASSERT_TRUE(strategy->suggest({}, rng));
  const nlohmann::json said = strategy->explain();
  EXPECT_EQ(said["auto"]["chosen"], "sobol");
  EXPECT_EQ(said["auto"]["because"], "3 trials are too few for a model");
  EXPECT_EQ(said["suggestion"], "sequence");
}

TEST_F(Auto, GoesOnWithTheChoiceThatWasRecorded) {
  const auto before = make(3);
  const search::History history = run(*before, slope, 3, 1);
  const auto after = make(50);
  ASSERT_NE(after->in_words(), before->in_words());
  ASSERT_TRUE(after->restore(before->state()));
  EXPECT_EQ(after->in_words(), before->in_words());
  EXPECT_EQ(after->state(), before->state());
  search::Rng rng(1);
  search::Rng same_rng(1);
  EXPECT_EQ(*after->suggest(history, rng), *before->suggest(history, same_rng));
}

TEST_F(Auto, RefusesAChoiceThatIsNone) {
  const auto strategy = make(50);
  const nlohmann::json before = strategy->state();
  for (const char* const kind : {"auto", "oracle", "tpe", ""}) {
    nlohmann::json state = before;
    state["chosen"] = kind;  // the state beside it is the Bayesian one
    const auto restored = strategy->restore(state);
    ASSERT_FALSE(restored.has_value()) << kind;
    EXPECT_EQ(restored.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(strategy->state(), before);
  }
}

TEST_F(Auto, TriesEveryPointOfASpaceThatFits) {
  const search::SearchSpace space = space_of(R"({"x": {"type": "int", "low": 1, "high": 9},
                                                 "y": {"type": "ordinal", "values": [1, 2]}})");
  const auto strategy = std::move(*AutoStrategy::create(space, goal_, kSeed, of_trials(20), 1));
  std::set<std::string> points;
  for (const search::Trial& trial : run(*strategy, slope, 20, 1)) {
    points.insert(trial.parameters.json().dump());
  }
  EXPECT_EQ(points.size(), 18U);
}

/// Holds the wrapper against the contract, whatever is inside.
StrategyCase of_budget(const char* name, const Budget& budget, int many) {
  return {name,
          [budget](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t seed) {
            return AutoStrategy::create(space, goal, seed, budget, 1);
          },
          many};
}

INSTANTIATE_TEST_SUITE_P(Auto, StrategyContract,
                         testing::Values(of_budget("auto_of_any_budget", {}, 300),
                                         of_budget("auto_of_few_trials", of_trials(3), 5000),
                                         of_budget("auto_of_many_trials", of_trials(5000), 5000)),
                         strategy_case_name);

}  // namespace
}  // namespace wattle::test
