// SPDX-License-Identifier: MIT
// What several processes may rely on that work on one study, run over every store that several can
// open. Here each of them is a Store of its own.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/search/store/shared_places.h"

namespace wattle::search {
namespace {

using test::attempt;
using test::ended_trial;
using test::running_trial;
using test::sample_study;
using test::step;

Joining together() { return {sample_study().scenario, sample_study().context, true}; }

energy::LedgerTotals spent(double joules) {
  return {Joules(joules), Joules(0), Joules(0), Joules(joules)};
}

class SharedStore : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    place_ = test::shared_place(GetParam());
    if (const auto reason = place_->missing()) GTEST_SKIP() << *reason;
    first_ = open();
    second_ = open();
    ASSERT_TRUE(first_->create(sample_study()));
    ASSERT_TRUE(first_->join(together()));
    ASSERT_TRUE(second_->join(together()));
    ASSERT_TRUE(first_->news());
  }

  std::unique_ptr<Store> open() {
    auto store = place_->open();
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  /// As if a session on another machine had not been heard of for longer than its lease.
  void let_lease_end(int session) {
    place_->execute(
        "UPDATE session SET seen_at = seen_at - 1000,"
        " worker = "
        "'{\"host\":\"far\",\"boot\":\"b\",\"namespace\":\"n\",\"process\":1,\"started\":1}'"
        " WHERE id = " +
        std::to_string(session));
  }

  std::unique_ptr<test::SharedPlace> place_;
  std::unique_ptr<Store> first_;
  std::unique_ptr<Store> second_;
};

TEST_P(SharedStore, IsForOneAloneUnlessOthersAreAllowed) {
  Joining alone = together();
  alone.with_others = false;
  const auto joined = open()->join(alone);
  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error().code, ErrorCode::kLocked);
}

TEST_P(SharedStore, IsCreatedOnce) {
  const auto again = second_->create(sample_study());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kInvalidArgument);
}

TEST_P(SharedStore, ANumberIsBegunByOne) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {{"next", 1}}));
  const auto begun = second_->begin_trial(running_trial(0), {{"next", 7}});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, ErrorCode::kConflict);
  EXPECT_EQ(first_->load()->strategy_state.at("next"), 1);
}

TEST_P(SharedStore, TellsWhatOthersBegan) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {{"next", 1}}));
  const auto news = second_->news();
  ASSERT_TRUE(news) << news.error().message;
  ASSERT_EQ(news->trials.size(), 1u);
  EXPECT_EQ(news->trials[0].state, TrialState::kRunning);
  EXPECT_EQ(news->trials[0].parameters, running_trial(0).parameters);
  EXPECT_EQ(news->strategy_state.at("next"), 1);
  EXPECT_EQ(news->others, 1);
}

TEST_P(SharedStore, TellsNewsOnceAndOnlyToOthers) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  EXPECT_EQ(second_->news()->trials.size(), 1u);
  EXPECT_TRUE(second_->news()->trials.empty());
  EXPECT_TRUE(first_->news()->trials.empty());
}

TEST_P(SharedStore, TellsStepsAndEndsOfOthersAlsoBetweenOwnWrites) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(second_->news());
  ASSERT_TRUE(second_->begin_trial(running_trial(1), {}));
  ASSERT_TRUE(first_->add_step(0, step(1, 0.25), spent(2), Seconds(1)));
  ASSERT_TRUE(second_->check_in(spent(1), Seconds(1)));
  const auto on_the_way = second_->news();
  ASSERT_EQ(on_the_way->trials.size(), 1u);
  EXPECT_EQ(on_the_way->trials[0].steps.size(), 1u);
  ASSERT_TRUE(first_->end_trial(ended_trial(0), spent(3), Seconds(2)));
  const auto at_the_end = second_->news();
  ASSERT_EQ(at_the_end->trials.size(), 1u);
  EXPECT_EQ(at_the_end->trials[0].state, TrialState::kComplete);
  ASSERT_TRUE(at_the_end->sessions);
  ASSERT_EQ(at_the_end->sessions->size(), 1u) << "the other, not its own";
  EXPECT_EQ(at_the_end->sessions->front().ledger.total, Joules(3));
}

TEST_P(SharedStore, LedgersAddUpOverSessions) {
  ASSERT_TRUE(first_->check_in(spent(3), Seconds(2)));
  ASSERT_TRUE(second_->check_in(spent(4), Seconds(1)));
  EXPECT_EQ(first_->load()->ledger.total, Joules(7));
  EXPECT_EQ(first_->load()->elapsed, Seconds(2)) << "side by side";
  EXPECT_EQ(first_->load()->sessions.size(), 2u);
}

TEST_P(SharedStore, OneWhoLeavesGivesItsTrialsBack) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(first_->add_step(0, step(1, 0.25), {}, Seconds(1)));
  ASSERT_TRUE(first_->leave("interrupted"));
  const auto news = second_->news();
  ASSERT_EQ(news->trials.size(), 1u);
  EXPECT_EQ(news->trials[0].state, TrialState::kWaiting);
  EXPECT_EQ(news->trials[0].steps.size(), 1u);
  EXPECT_EQ(news->others, 0);
  EXPECT_EQ(second_->load()->stopped_because, "") << "the other goes on";
}

TEST_P(SharedStore, AWaitingTrialIsStartedByOne) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(first_->leave("interrupted"));
  const auto third = open();
  ASSERT_TRUE(third->join(together()));
  ASSERT_TRUE(second_->restart_trial(attempt(0, 2, Seconds(1))));
  const auto restarted = third->restart_trial(attempt(0, 2, Seconds(1)));
  ASSERT_FALSE(restarted);
  EXPECT_EQ(restarted.error().code, ErrorCode::kConflict);
}

TEST_P(SharedStore, TrialsOfOneWhoseLeaseEndedWaitOnce) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  EXPECT_EQ(second_->news()->trials.size(), 1u);
  let_lease_end(1);
  const auto news = second_->news();
  ASSERT_EQ(news->trials.size(), 1u);
  EXPECT_EQ(news->trials[0].state, TrialState::kWaiting);
  EXPECT_TRUE(second_->news()->trials.empty());
}

TEST_P(SharedStore, WhatWasTakenOverIsNotEndedByItsOldWorker) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(second_->news());
  let_lease_end(1);
  ASSERT_TRUE(second_->news());
  ASSERT_TRUE(second_->restart_trial(attempt(0, 2, Seconds(1))));
  const auto added = first_->add_step(0, step(1, 0.25), spent(2), Seconds(1));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kConflict);
  const auto ended = first_->end_trial(ended_trial(0), spent(2), Seconds(1));
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::kConflict);
  const auto news = first_->news();
  ASSERT_EQ(news->trials.size(), 1u) << "it learns who has it now";
  EXPECT_EQ(news->trials[0].attempts, 2);
  ASSERT_TRUE(second_->end_trial(ended_trial(0), {}, Seconds(1)));
  EXPECT_EQ(first_->load()->trials[0].state, TrialState::kComplete);
}

TEST_P(SharedStore, OneWhoLostATrialThatNobodyTookIsToldThatItWaits) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  let_lease_end(1);
  ASSERT_TRUE(second_->news());
  EXPECT_FALSE(first_->end_trial(ended_trial(0), {}, Seconds(1)));
  const auto news = first_->news();
  ASSERT_EQ(news->trials.size(), 1u);
  EXPECT_EQ(news->trials[0].state, TrialState::kWaiting);
}

TEST_P(SharedStore, TheLastToRetireHearsOfTrialsThatWait) {
  ASSERT_TRUE(first_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(second_->news());
  let_lease_end(1);
  EXPECT_EQ(second_->retire(), true);
  const auto news = second_->news();
  ASSERT_EQ(news->trials.size(), 1u);
  EXPECT_EQ(news->trials[0].state, TrialState::kWaiting);
}

TEST_P(SharedStore, OneWhoHasRetiredIsNotBroughtBackByALateSignOfLife) {
  EXPECT_EQ(first_->retire(), false);
  ASSERT_TRUE(first_->check_in(spent(1), Seconds(1)));
  EXPECT_EQ(second_->retire(), true);
}

TEST_P(SharedStore, OneThatCanBeSeenLivesHoweverLongItIsSilent) {
  place_->execute("UPDATE session SET seen_at = seen_at - 1000 WHERE id = 1");
  EXPECT_EQ(second_->news()->others, 1);
  EXPECT_EQ(second_->retire(), false);
}

TEST_P(SharedStore, OneWhoWasThoughtDeadIsAliveWhenItWrites) {
  let_lease_end(1);
  EXPECT_EQ(second_->news()->others, 0);
  ASSERT_TRUE(first_->check_in({}, Seconds(1)));
  EXPECT_EQ(second_->news()->others, 1);
}

TEST_P(SharedStore, OfAllWhoRetireTheLastIsTold) {
  EXPECT_EQ(first_->retire(), false);
  EXPECT_EQ(second_->retire(), true);
}

TEST_P(SharedStore, TheLastToLeaveSaysWhyItEnded) {
  ASSERT_TRUE(first_->leave("interrupted"));
  ASSERT_TRUE(second_->leave("24 trials"));
  EXPECT_EQ(first_->load()->stopped_because, "24 trials");
}

TEST_P(SharedStore, AllAreAskedToStop) {
  ASSERT_TRUE(open()->request_stop());
  EXPECT_EQ(first_->stop_requested(), true);
  EXPECT_EQ(second_->stop_requested(), true);
}

TEST_P(SharedStore, WhoeverLeavesAStudyThatIsToStopSaysSo) {
  ASSERT_TRUE(second_->request_stop());
  ASSERT_TRUE(first_->leave("interrupted on request"));
  EXPECT_EQ(second_->load()->stopped_because, "interrupted on request")
      << "the other may have died";
}

TEST_P(SharedStore, OneWhoJoinsLaterFindsTheStudysClockRunning) {
  ASSERT_TRUE(first_->check_in({}, Seconds(100)));
  const auto joined = open()->join(together());
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_GE(joined->elapsed, Seconds(100));
}

TEST_P(SharedStore, ManyAtOnceBeginEachNumberOnce) {
  constexpr int kTrials = 60;
  std::vector<int> begun(4, 0);
  {
    std::vector<std::jthread> workers;
    for (int& count : begun) {
      workers.emplace_back([&count, store = std::shared_ptr<Store>(open())] {
        auto joined = store->join(together());
        ASSERT_TRUE(joined) << joined.error().message;
        std::size_t next = joined->trials.size();
        while (next < kTrials) {
          const auto begin = store->begin_trial(running_trial(static_cast<int>(next)), {});
          count += begin.has_value();
          ASSERT_TRUE(begin || begin.error().code == ErrorCode::kConflict) << begin.error().message;
          next += begin.has_value();
          const auto news = store->news();
          ASSERT_TRUE(news) << news.error().message;
          next += news->trials.size();  // nobody ends one
        }
      });
    }
  }
  EXPECT_EQ(begun[0] + begun[1] + begun[2] + begun[3], kTrials);
  EXPECT_EQ(first_->load()->trials.size(), static_cast<std::size_t>(kTrials));
}

INSTANTIATE_TEST_SUITE_P(Every, SharedStore, testing::Values("sqlite", "postgresql"),
                         [](const auto& place) { return place.param; });

}  // namespace
}  // namespace wattle::search
