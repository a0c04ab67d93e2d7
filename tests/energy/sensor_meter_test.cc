// SPDX-License-Identifier: MIT
#include "energy/sensor_meter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wattle::energy {
namespace {

class WatchCounters : public ::testing::Test {
 protected:
  /// A counter that shows its number of looks, up to `last`.
  CounterReader moving_until(std::uint64_t last) {
    return [looks = std::uint64_t{0}, last]() mutable -> Result<std::uint64_t> {
      return std::min(looks++, last);
    };
  }
  auto watch(const std::vector<CounterReader>& counters) {
    System system;
    system.pause = [this](Seconds by) { waited_ += by; };
    return watch_counters(counters, system);
  }

  Seconds waited_;
};

TEST_F(WatchCounters, EndsWhenAllHaveMoved) {
  const auto watched = watch({moving_until(9), moving_until(9)}).value();
  ASSERT_EQ(watched.size(), 2U);
  EXPECT_TRUE(watched[0].moved);
  EXPECT_EQ(watched[1].value, 1U) << "the last value is the one to count from";
  EXPECT_LE(waited_, Seconds(1e-3));
}

TEST_F(WatchCounters, GivesUpAfterASecond) {
  const auto watched = watch({moving_until(9), moving_until(0)}).value();
  EXPECT_TRUE(watched[0].moved);
  EXPECT_FALSE(watched[1].moved);
  EXPECT_GE(waited_, kStandstill);
  EXPECT_LE(waited_, 2.0 * kStandstill) << "the pauses double";
}

TEST_F(WatchCounters, RemembersOneThatMovedAndStopped) {
  const auto watched = watch({moving_until(1), moving_until(0)}).value();
  EXPECT_TRUE(watched[0].moved);
}

TEST_F(WatchCounters, FailsWhenOneCannotBeRead) {
  const CounterReader broken = []() -> Result<std::uint64_t> {
    return fail(ErrorCode::kIo, "gone");
  };
  EXPECT_EQ(watch({moving_until(9), broken}).error().code, ErrorCode::kIo);
}

TEST_F(WatchCounters, HasNothingToDoWithoutAny) {
  EXPECT_TRUE(watch({})->empty());
  EXPECT_EQ(waited_, Seconds(0));
}

}  // namespace
}  // namespace wattle::energy
