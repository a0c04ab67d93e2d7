// SPDX-License-Identifier: MIT
#include "search/strategy/grid_strategy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <set>
#include <string>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

Trial trial(int number, Parameters parameters, TrialState state) {
  Trial made;
  made.number = number;
  made.parameters = std::move(parameters);
  made.state = state;
  return made;
}

SearchSpace square(int levels) {
  const json side = {{"type", "float"}, {"low", 0}, {"high", 1}, {"levels", levels}};
  return test::space_of(json{{"x", side}, {"y", side}});
}

class Workers : public testing::TestWithParam<int> {};

TEST_P(Workers, ShareTheGridWithoutRepeats) {
  const SearchSpace space = square(6);
  const auto strategy = *GridStrategy::create(space, 1);
  Rng rng(1);
  History history;
  std::deque<std::size_t> running;
  std::set<std::string> points;
  for (auto point = strategy->suggest(history, rng); point;
       point = strategy->suggest(history, rng)) {
    EXPECT_TRUE(points.insert(point->json().dump()).second) << point->json();
    running.push_back(history.size());
    history.push_back(
        trial(static_cast<int>(history.size()), std::move(*point), TrialState::kRunning));
    if (running.size() < static_cast<std::size_t>(GetParam())) continue;
    // The newest ends first: results come in any order.
    history.change(running.back(), [](Trial& trial) { trial.state = TrialState::kComplete; });
    running.pop_back();
  }
  EXPECT_EQ(points.size(), 36U);
}

INSTANTIATE_TEST_SUITE_P(Grid, Workers, testing::Values(1, 2, 7, 100));

TEST(GridStrategy, IsUndisturbedByForeignTrials) {
  const SearchSpace space = square(3);
  const auto strategy = *GridStrategy::create(space, 1);
  Rng rng(1);
  const Parameters first = *strategy->suggest({}, rng);
  const History history{trial(0, Parameters(json{{"x", 0.123}, {"y", 1}}), TrialState::kComplete),
                        trial(1, Parameters(json{{"other", "study"}}), TrialState::kFailed)};
  EXPECT_EQ(*strategy->suggest(history, rng), first);
}

TEST(GridStrategy, KnowsItsPointsAfterAFile) {
  const SearchSpace space = square(2);
  const auto strategy = *GridStrategy::create(space, 1);
  Rng rng(1);
  const Parameters first = *strategy->suggest({}, rng);
  // A bound such as 1.0 may come back as 1.
  json rewritten = first.json();
  for (auto& value : rewritten) value = static_cast<int>(value.get<double>());
  const History history{trial(0, Parameters(rewritten), TrialState::kComplete)};
  EXPECT_NE(*strategy->suggest(history, rng), first);
}

TEST(GridStrategy, VisitsInAnOrderOfTheSeed) {
  const SearchSpace space = square(10);
  Rng rng(1);
  const Parameters first = *(*GridStrategy::create(space, 1))->suggest({}, rng);
  EXPECT_EQ(*(*GridStrategy::create(space, 1))->suggest({}, rng), first);
  EXPECT_NE(*(*GridStrategy::create(space, 2))->suggest({}, rng), first);
}

TEST(GridStrategy, SpreadsABudgetOverTheGrid) {
  // Of a uniform subset of m = 100 out of N = 400 points, the number in the lower half of x is
  // hypergeometric with standard deviation sqrt(m / 4 (N - m) / (N - 1)) = 4.3. Six of them: a
  // false alarm in 5e8. The listed order would put all 100 there.
  const SearchSpace space = square(20);
  const auto strategy = *GridStrategy::create(space, 3);
  Rng rng(1);
  History history;
  int lower = 0;
  for (int number = 0; number < 100; ++number) {
    Parameters point = *strategy->suggest(history, rng);
    if (point.json()["x"] < 0.5) ++lower;
    history.push_back(trial(number, std::move(point), TrialState::kComplete));
  }
  EXPECT_LT(std::abs(lower - 50), 6 * 4.3);
}

TEST(GridStrategy, SuggestsTheSameWithoutItsState) {
  const SearchSpace space = square(5);
  const auto strategy = *GridStrategy::create(space, 3);
  Rng rng(1);
  History history;
  for (int number = 0; number < 10; ++number) {
    history.push_back(trial(number, *strategy->suggest(history, rng), TrialState::kComplete));
  }
  const auto fresh = *GridStrategy::create(space, 3);
  EXPECT_EQ(*fresh->suggest(history, rng), *strategy->suggest(history, rng));
}

TEST(GridStrategy, RefusesAStateBeyondItsEnd) {
  const SearchSpace space = square(2);
  const auto strategy = *GridStrategy::create(space, 3);
  json state = strategy->state();
  state["next"] = 4;
  EXPECT_TRUE(strategy->restore(state).has_value());
  const json changes{{"next", 5}, {"version", 1}, {"space", 0}};
  for (const auto& [member, value] : changes.items()) {
    json changed = state;
    changed[member] = value;
    EXPECT_EQ(strategy->restore(changed).error().code, ErrorCode::kCorrupt) << changed;
  }
  EXPECT_EQ(strategy->state(), state);
}

TEST(GridStrategy, CompletesAGridThatHasChangedSinceItsStateWasStored) {
  const SearchSpace small = square(2);
  const auto before = *GridStrategy::create(small, 3);
  Rng rng(1);
  History history;
  for (int number = 0; number < 3; ++number) {
    history.push_back(trial(number, *before->suggest(history, rng), TrialState::kComplete));
  }
  const SearchSpace large = square(3);  // has the four corners, too
  const auto after = *GridStrategy::create(large, 3);
  ASSERT_TRUE(after->restore(before->state()).has_value());
  std::set<std::string> points;
  for (const Trial& past : history) points.insert(past.parameters.json().dump());
  for (auto point = after->suggest(history, rng); point; point = after->suggest(history, rng)) {
    EXPECT_TRUE(points.insert(point->json().dump()).second) << point->json();
    history.push_back(
        trial(static_cast<int>(history.size()), std::move(*point), TrialState::kComplete));
  }
  EXPECT_EQ(points.size(), 9U);
}

TEST(GridStrategy, RefusesAGridThatCannotBeListed) {
  json space_json = json::object();
  for (int i = 0; i < 12; ++i) {
    space_json["p" + std::to_string(i)] = {{"type", "float"}, {"low", 0}, {"high", 1}};
  }
  const SearchSpace space = test::space_of(space_json);
  EXPECT_EQ(GridStrategy::create(space, 1).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::search
