// SPDX-License-Identifier: MIT
#include "energy/replayed_books.h"

#include <gtest/gtest.h>

namespace wattle::energy {
namespace {

TEST(ReplayedBooks, AddUpWhatTheyAreTold) {
  ReplayedBooks books({});
  books.tell(0, Joules(2.0));
  books.tell(1, Joules(3.0));
  books.tell(0, Joules(5.0));
  EXPECT_EQ(books.totals().trials, Joules(8.0));
  books.end(0);
  EXPECT_EQ(books.totals().trials, Joules(8.0));
}

TEST(ReplayedBooks, TakeBackWhatWasCutOff) {
  ReplayedBooks books({});
  books.tell(0, Joules(2.0));
  books.tell(1, Joules(3.0));
  books.forget(1);
  EXPECT_EQ(books.totals().trials, Joules(2.0));
}

TEST(ReplayedBooks, HaveNoOverheadAndNoIdling) {
  ReplayedBooks books({});
  books.tell(0, Joules(2.0));
  books.end(0);
  const LedgerTotals totals = books.totals();
  EXPECT_EQ(totals.overhead, Joules(0.0));
  EXPECT_EQ(totals.idle, Joules(0.0));
  EXPECT_EQ(totals.total, totals.trials);
}

TEST(ReplayedBooks, OpenAccountsThatStayEmpty) {
  MeterInfo info;
  info.source = Source::kReplayed;
  ReplayedBooks books(info);
  const auto account = books.open();
  EXPECT_EQ(account->close().net.joules, Joules(0.0));
  EXPECT_EQ(account->reading().net.source, Source::kReplayed);
}

}  // namespace
}  // namespace wattle::energy
