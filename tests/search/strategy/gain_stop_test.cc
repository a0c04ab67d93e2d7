// SPDX-License-Identifier: MIT
#include "search/strategy/gain_stop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/strategy_contract.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::test {
namespace {

using namespace contract;

using search::GainRule;
using search::GainStop;
using search::Strategy;
using testing::StartsWith;

constexpr std::uint64_t kSeed = 7;
/// Of `bayesian` in two dimensions: as many trials fill the space before a model promises anything.
constexpr int kDesign = 6;
constexpr GainRule kNever{0.0, 1};
constexpr GainRule kAlways{1e9, 3};

std::unique_ptr<Strategy> plain(const std::string& kind, const search::SearchSpace& space,
                                const search::Goal& goal) {
  return std::move(*search::make_strategy({{"kind", kind}}, space, goal, kSeed));
}

std::unique_ptr<Strategy> with_rule(const std::string& kind, const GainRule& rule,
                                    const search::SearchSpace& space, const search::Goal& goal) {
  return std::make_unique<GainStop>(plain(kind, space, goal), rule, space, goal, kSeed,
                                    search::Budget());
}

/// Has its least value, 0, at (0.3, 0.7).
search::Metrics bowl(const search::Parameters& point) {
  const double x = number(point, "x") - 0.3;
  const double y = number(point, "y") - 0.7;
  return {{"value", x * x + y * y}};
}

class GainStopTest : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Strategy> with_rule(const GainRule& rule) const {
    return test::with_rule(GetParam(), rule, space_, goal_);
  }
  std::unique_ptr<Strategy> plain() const { return test::plain(GetParam(), space_, goal_); }

  static std::string end(Strategy& strategy, const search::History& history) {
    search::Rng rng(1, history.size());
    const auto point = strategy.suggest(history, rng);
    return point ? "" : point.error().message;
  }

  const search::SearchSpace space_ = square();
  const search::Goal goal_ = minimise_value();
};

TEST_P(GainStopTest, ChangesNoSuggestion) {
  constexpr int kTrials = 12;
  const search::History expected = run(*plain(), bowl, kTrials, 1);
  const search::History history = run(*with_rule(kNever), bowl, kTrials, 1);
  ASSERT_EQ(history.size(), expected.size());
  for (std::size_t i = 0; i < history.size(); ++i) {
    EXPECT_EQ(history[i].parameters, expected[i].parameters) << i;
  }
}

TEST_P(GainStopTest, EndsAfterSoManySuggestionsInARowThatPromiseTooLittle) {
  const auto strategy = with_rule(kAlways);
  const search::History history = run(*strategy, bowl, 50, 1);
  EXPECT_EQ(history.size(), static_cast<std::size_t>(kDesign + kAlways.in_a_row - 1));
  EXPECT_THAT(end(*with_rule({1e9, 1}), history), StartsWith(search::kTooLittleGain));
}

TEST_P(GainStopTest, GoesOnFromItsStateInTheMiddleOfARow) {
  const auto before = with_rule(kAlways);
  const search::History history = run(*before, bowl, kDesign + 1, 1);
  const auto after = with_rule(kAlways);
  ASSERT_TRUE(after->restore(before->state()));
  EXPECT_EQ(after->state(), before->state());
  EXPECT_EQ(end(*before, history), end(*after, history));
  EXPECT_THAT(end(*after, history), StartsWith(search::kTooLittleGain));
}

TEST_P(GainStopTest, MayBeAddedToAStudyAndTakenAway) {
  const auto ruled = with_rule(kNever);
  const auto bare = plain();
  run(*ruled, bowl, kDesign + 2, 1);
  run(*bare, bowl, kDesign + 2, 1);
  const auto added = with_rule(kNever);
  const auto taken_away = plain();
  ASSERT_TRUE(restore_strategy(*added, bare->state()));
  ASSERT_TRUE(restore_strategy(*taken_away, ruled->state()));
  EXPECT_EQ(added->state()["strategy"], bare->state());
  EXPECT_EQ(added->state()["gain_stop"]["row"], 0);
  EXPECT_EQ(taken_away->state(), ruled->state()["strategy"]);
}

TEST_P(GainStopTest, RefusesAStateOfAnotherShape) {
  const auto strategy = with_rule(kNever);
  run(*strategy, bowl, kDesign + 2, 1);
  const nlohmann::json sound = strategy->state();
  for (const char* place : {"/version", "/gain_stop/row", "/gain_stop", "/strategy"}) {
    nlohmann::json broken = sound;
    broken[nlohmann::json::json_pointer(place)] = "x";
    EXPECT_FALSE(strategy->restore(broken)) << place;
    EXPECT_EQ(strategy->state(), sound) << place;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, GainStopTest, testing::Values("bayesian", "random", "tpe", "grid"),
                         [](const auto& kind) { return kind.param; });

TEST(Prospect, FallsAsTheOptimumIsFound) {
  const search::SearchSpace space = square();
  const search::Goal goal = minimise_value();
  const auto strategy = plain("bayesian", space, goal);
  ASSERT_TRUE(strategy->foresee());
  run(*strategy, bowl, kDesign, 1);
  EXPECT_FALSE(strategy->prospect()) << "of the initial design";
  const auto first = [&] {
    const auto fresh = plain("bayesian", space, goal);
    fresh->foresee();
    run(*fresh, bowl, kDesign + 1, 1);
    return *fresh->prospect();
  }();
  run(*strategy, bowl, kDesign + 24, 1);
  ASSERT_TRUE(strategy->prospect());
  EXPECT_GT(strategy->prospect()->gain, 0.0);
  // The bowl spans 1 and is quadratic around its least value: 24 trials more leave next to nothing.
  EXPECT_LT(strategy->prospect()->gain, 0.01 * first.gain);
}

TEST(Prospect, ExpectsTheJoulesThatTrialsTake) {
  const search::SearchSpace space = square();
  const search::Goal goal = minimise_value();
  const auto strategy = plain("bayesian", space, goal);
  strategy->foresee();
  constexpr double kJoules = 40.0;
  run(
      *strategy,
      [](const search::Parameters& point) {
        search::Metrics metrics = bowl(point);
        metrics["train_joules"] = kJoules;
        return metrics;
      },
      kDesign + 2, 1);
  ASSERT_TRUE(strategy->prospect());
  EXPECT_NEAR(strategy->prospect()->joules.value, kJoules, 1e-6 * kJoules)
      << "all of them were the same";
}

TEST(Prospect, IsNoneWithoutAModel) {
  const search::SearchSpace space = square();
  const search::Goal goal = minimise_value();
  for (const char* kind : {"random", "grid", "sobol", "tpe", "cma_es"}) {
    EXPECT_FALSE(plain(kind, space, goal)->foresee()) << kind;
  }
}

StrategyCase ruled(const std::string& kind) {
  return {"gain_stop_on_" + kind,
          [kind](const search::SearchSpace& space, const search::Goal& goal,
                 std::uint64_t seed) -> Result<std::unique_ptr<Strategy>> {
            auto strategy = search::make_strategy({{"kind", kind}}, space, goal, seed);
            if (!strategy) return strategy;
            return std::make_unique<GainStop>(std::move(*strategy), kNever, space, goal, seed,
                                              search::Budget());
          },
          300};
}

INSTANTIATE_TEST_SUITE_P(GainStop, StrategyContract,
                         testing::Values(ruled("random"), ruled("bayesian")), strategy_case_name);

}  // namespace
}  // namespace wattle::test
