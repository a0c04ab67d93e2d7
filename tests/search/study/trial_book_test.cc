// SPDX-License-Identifier: MIT
#include "search/study/trial_book.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

Goal goal() {
  return Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
}

Trial trial(int number, TrialState state, double value = 0.0) {
  Trial made;
  made.number = number;
  made.state = state;
  if (is_ended(state)) {
    made.measurement = Measurement();
    made.measurement->metrics = {{"value", value}};
  }
  return made;
}

Trial complete(int number, double value) { return trial(number, TrialState::kComplete, value); }

std::vector<int> newly_ended(TrialBook& book) {
  return book.take_newly_ended([](int) { return true; });
}

class TrialBookTest : public testing::Test {
 protected:
  const Goal goal_ = goal();
};

TEST_F(TrialBookTest, KnowsWhereEachStandsFromTheStart) {
  TrialBook book({complete(0, 2.0), trial(1, TrialState::kWaiting), trial(2, TrialState::kRunning),
                  complete(3, 1.0)},
                 goal_);
  EXPECT_EQ(book.ended(), 2);
  EXPECT_EQ(book.best(), 3);
  EXPECT_EQ(book.first_waiting(), 1);
  EXPECT_EQ(book.first_running(), 2);
  EXPECT_EQ(book.at_work(2), nullptr) << "somebody else's";
  EXPECT_FALSE(book.is_at_work());
  EXPECT_EQ(newly_ended(book), (std::vector<int>{0, 3}));
  EXPECT_TRUE(newly_ended(book).empty());
}

TEST_F(TrialBookTest, ShowsWhatIsChangedOfATrialAtWork) {
  TrialBook book({}, goal_);
  book.work_on(trial(0, TrialState::kRunning));
  ASSERT_NE(book.at_work(0), nullptr);
  book.at_work(0)->steps.push_back({});
  EXPECT_EQ(book.trials()[0].steps.size(), 1u);
  EXPECT_EQ(book.first_running(), 0);
}

TEST_F(TrialBookTest, EndingTellsWhichIsNotTheBest) {
  TrialBook book({}, goal_);
  for (int number = 0; number < 3; ++number) book.work_on(trial(number, TrialState::kRunning));
  EXPECT_EQ(book.end(complete(1, 2.0)), std::nullopt) << "the first is the best so far";
  EXPECT_EQ(book.end(complete(2, 3.0)), 2);
  EXPECT_EQ(book.end(complete(0, 1.0)), 1);
  EXPECT_EQ(book.best(), 0);
  EXPECT_FALSE(book.is_at_work());
}

TEST_F(TrialBookTest, OfEquallyGoodOnesTheFirstIsTheBestWhicheverEndsFirst) {
  TrialBook book({}, goal_);
  book.work_on(trial(0, TrialState::kRunning));
  book.work_on(trial(1, TrialState::kRunning));
  book.end(complete(1, 1.0));
  EXPECT_EQ(book.end(complete(0, 1.0)), 1);
  EXPECT_EQ(book.best(), 0);
}

TEST_F(TrialBookTest, TakesOverWhatOthersDo) {
  TrialBook book({}, goal_);
  EXPECT_EQ(book.take_over(trial(0, TrialState::kRunning)), std::nullopt);
  EXPECT_EQ(book.first_running(), 0);
  EXPECT_FALSE(book.is_at_work()) << "it is not ours";
  book.take_over(trial(0, TrialState::kWaiting));
  EXPECT_EQ(book.first_running(), std::nullopt);
  EXPECT_EQ(book.first_waiting(), 0);
  book.take_over(complete(0, 1.0));
  EXPECT_EQ(book.first_waiting(), std::nullopt);
  EXPECT_EQ(book.best(), 0);
  EXPECT_EQ(newly_ended(book), std::vector<int>{0});
}

TEST_F(TrialBookTest, TakesOverATrialThatHasBegunAndEndedSinceItLastLooked) {
  TrialBook book({complete(0, 1.0)}, goal_);
  EXPECT_EQ(book.take_over(complete(1, 2.0)), 1);
  EXPECT_EQ(book.trials().size(), 2u);
  EXPECT_EQ(book.ended(), 2);
}

TEST_F(TrialBookTest, WhatEndedOrIsAtWorkHereIsNotTakenOver) {
  TrialBook book({complete(0, 1.0)}, goal_);
  book.work_on(trial(1, TrialState::kRunning));
  book.take_over(trial(0, TrialState::kWaiting));
  book.take_over(trial(1, TrialState::kWaiting));
  EXPECT_EQ(book.first_waiting(), std::nullopt);
  EXPECT_EQ(book.ended(), 1);
}

TEST_F(TrialBookTest, WhatIsGivenUpCanBeTakenOver) {
  TrialBook book({}, goal_);
  book.work_on(trial(0, TrialState::kRunning));
  book.give_up(0);
  EXPECT_EQ(book.at_work(0), nullptr);
  book.take_over(complete(0, 1.0));
  EXPECT_EQ(book.ended(), 1);
}

}  // namespace
}  // namespace wattle::search
