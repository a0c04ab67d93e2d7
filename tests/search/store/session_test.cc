// SPDX-License-Identifier: MIT
#include "search/store/session.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

/// 10 W for the machine; of them 2 W are its trials' and 1 W the search's.
Session session(const char* machine, double joined, double elapsed) {
  const double span = elapsed - joined;
  Session session;
  session.machine = machine;
  session.joined = Seconds(joined);
  session.elapsed = Seconds(elapsed);
  session.ledger = {Joules(2 * span), Joules(span), Joules(7 * span), Joules(10 * span)};
  return session;
}

void expect_balance(const energy::LedgerTotals& sum) {
  EXPECT_NEAR((sum.trials + sum.overhead + sum.idle).value, sum.total.value,
              1e-12 * sum.total.value);
}

TEST(CombinedLedger, OfNobodyIsNothing) { EXPECT_EQ(combined_ledger({}).total, Joules(0)); }

TEST(CombinedLedger, OneAfterAnotherAddsUp) {
  const auto sum = combined_ledger({session("a", 0, 10), session("a", 10, 15)});
  EXPECT_EQ(sum.total, Joules(150));
  EXPECT_EQ(sum.idle, Joules(105));
  EXPECT_EQ(sum.trials, Joules(30));
}

TEST(CombinedLedger, SideBySideOnOneMachineCountsTheMachineOnce) {
  const auto sum = combined_ledger({session("a", 0, 10), session("a", 0, 10)});
  EXPECT_EQ(sum.total, Joules(100));
  EXPECT_EQ(sum.trials, Joules(40)) << "each has its own";
  EXPECT_EQ(sum.idle, Joules(40));
  expect_balance(sum);
}

TEST(CombinedLedger, OfAnOverlapTheLatersRestCounts) {
  const auto sum = combined_ledger({session("a", 5, 15), session("a", 0, 10)});
  EXPECT_EQ(sum.total, Joules(150));
  expect_balance(sum);
}

TEST(CombinedLedger, OfSeveralMachinesEachCounts) {
  const auto sum = combined_ledger({session("a", 0, 10), session("b", 0, 10)});
  EXPECT_EQ(sum.total, Joules(200));
  EXPECT_EQ(sum.idle, Joules(140));
}

TEST(CombinedLedger, OfOthersAndOnesOwnIsThatOfAll) {
  const Session own = session("a", 5, 15);
  const std::vector<Session> others{session("a", 0, 10), session("b", 0, 10)};
  const auto all = combined_ledger({others[0], others[1], own});
  EXPECT_EQ(combined_ledger(others, own).total, all.total);
  EXPECT_EQ(combined_ledger(others, own).trials, all.trials);
}

TEST(CombinedLedger, WhatTrialsUsedIsNeverMoreThanTheWhole) {
  Session first = session("a", 0, 10);
  Session second = session("a", 0, 10);
  first.ledger = second.ledger = {Joules(90), Joules(5), Joules(5), Joules(100)};
  const auto sum = combined_ledger({first, second});
  EXPECT_EQ(sum.trials, Joules(180));
  EXPECT_EQ(sum.total, Joules(190));
  EXPECT_EQ(sum.idle, Joules(0));
}

}  // namespace
}  // namespace wattle::search
