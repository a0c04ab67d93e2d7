// SPDX-License-Identifier: MIT
#include "search/trial/history.h"

#include <gtest/gtest.h>

#include <iterator>
#include <memory>

namespace wattle::search {
namespace {

Parameters at(double x) { return Parameters(nlohmann::json{{"x", x}}); }

Trial trial(int number, double x) {
  Trial trial;
  trial.number = number;
  trial.parameters = at(x);
  return trial;
}

static_assert(std::random_access_iterator<History::const_iterator>);

TEST(History, IsWalkedInOrderAndByPlace) {
  const History history{trial(0, 1.0), trial(1, 2.0), trial(2, 3.0)};
  int next = 0;
  for (const Trial& each : history) EXPECT_EQ(each.number, next++);
  EXPECT_EQ(next, 3);
  const auto begin = history.begin();
  EXPECT_EQ(begin[2].number, 2);
  EXPECT_EQ((history.end() - 1)->number, 2);
  EXPECT_EQ(history.end() - begin, 3);
  EXPECT_LT(begin, begin + 1);
  EXPECT_EQ(history.first(2).size(), 2U);
  EXPECT_EQ(history.first(2).back().number, 1);
}

TEST(History, KnowsThePointsOfItsTrials) {
  const History history{trial(0, 1.0), trial(1, 2.0)};
  EXPECT_TRUE(history.has_point(at(1.0)));
  EXPECT_TRUE(history.has_point(Parameters(nlohmann::json{{"x", 2}}))) << "numbers by value";
  EXPECT_FALSE(history.has_point(at(3.0)));
}

TEST(History, APointStaysWhileOneOfItsTrialsDoes) {
  History history{trial(0, 1.0), trial(1, 1.0), trial(2, 2.0)};
  history.replace(0, trial(0, 5.0));
  EXPECT_TRUE(history.has_point(at(1.0)));
  EXPECT_TRUE(history.has_point(at(5.0)));
  history.replace(1, trial(1, 5.0));
  EXPECT_FALSE(history.has_point(at(1.0)));
  history.shorten(1);
  EXPECT_EQ(history.size(), 1u);
  EXPECT_TRUE(history.has_point(at(5.0)));
  EXPECT_FALSE(history.has_point(at(2.0)));
}

TEST(History, AChangedTrialKeepsItsPoint) {
  History history{trial(0, 1.0)};
  history.change(0, [](Trial& changed) { changed.state = TrialState::kFailed; });
  EXPECT_EQ(history[0].state, TrialState::kFailed);
  EXPECT_TRUE(history.has_point(at(1.0)));
}

TEST(History, ACopySharesItsTrialsAndOutlivesItsSource) {
  auto source = std::make_unique<History>(History{trial(0, 1.0), trial(1, 2.0)});
  History copy = *source;
  EXPECT_EQ(copy.shared(0), source->shared(0));
  source->replace(0, trial(0, 9.0));
  source.reset();
  EXPECT_TRUE(copy.has_point(at(1.0)));
  EXPECT_FALSE(copy.has_point(at(9.0)));
  copy.shorten(0);
  EXPECT_FALSE(copy.has_point(at(1.0)));
}

TEST(History, FindsATrialByItsNumber) {
  const History history{trial(3, 1.0), trial(7, 2.0)};
  ASSERT_NE(find_trial(history, 7), nullptr);
  EXPECT_EQ(find_trial(history, 7)->parameters, at(2.0));
  EXPECT_EQ(find_trial(history, 4), nullptr);
  EXPECT_EQ(next_number(history), 8);
  EXPECT_EQ(next_number(History()), 0);
  EXPECT_EQ(history.first(1).size(), 1);
}

}  // namespace
}  // namespace wattle::search
