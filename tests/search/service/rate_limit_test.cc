// SPDX-License-Identifier: MIT
#include "search/service/rate_limit.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

int admitted(RateLimit& limit, const char* address, int requests) {
  int count = 0;
  for (int i = 0; i < requests; ++i) count += limit.admits(address);
  return count;
}

TEST(RateLimit, AdmitsTwoSecondsWorthAndThenSoManyASecond) {
  energy::ManualClock clock;
  RateLimit limit(10.0, clock);
  EXPECT_EQ(admitted(limit, "a", 100), 20);
  EXPECT_EQ(admitted(limit, "b", 100), 20) << "each address has its own";
  clock.advance(Seconds(0.5));
  EXPECT_EQ(admitted(limit, "a", 100), 5);
  clock.advance(Seconds(1000));
  EXPECT_EQ(admitted(limit, "a", 100), 20) << "nothing is saved up";
}

TEST(RateLimit, ZeroIsNoLimit) {
  const energy::ManualClock clock;
  RateLimit limit(0.0, clock);
  EXPECT_EQ(admitted(limit, "a", 1000), 1000);
}

TEST(RateLimit, ManyAddressesAreForgottenInTime) {
  energy::ManualClock clock;
  RateLimit limit(1.0, clock);
  for (int i = 0; i < 30'000; ++i) {
    clock.advance(Seconds(0.01));
    EXPECT_TRUE(limit.admits(std::to_string(i)));
  }
  EXPECT_EQ(admitted(limit, "29999", 5), 1) << "one of two is used";
}

}  // namespace
}  // namespace wattle::search
