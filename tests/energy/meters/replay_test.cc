// SPDX-License-Identifier: MIT
#include "energy/meters/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::shared_ptr<ManualClock> clock_at(double seconds) {
  auto clock = std::make_shared<ManualClock>();
  clock->advance(Seconds(seconds));
  return clock;
}

std::vector<ReplaySample> samples(const std::vector<std::pair<double, double>>& points) {
  std::vector<ReplaySample> result;
  result.reserve(points.size());
  for (const auto& [time, joules] : points) result.push_back({Seconds(time), Joules(joules)});
  return result;
}

TEST(Replay, IsLinearBetweenSamples) {
  const auto clock = clock_at(0);
  auto meter = ReplayMeter::open(samples({{0, 0}, {2, 10}, {4, 50}}), clock).value();
  clock->advance(Seconds(1));
  EXPECT_DOUBLE_EQ(meter->read()->joules.value, 5.0);
  clock->advance(Seconds(2));
  EXPECT_DOUBLE_EQ(meter->read()->joules.value, 30.0);
  clock->advance(Seconds(1));
  EXPECT_DOUBLE_EQ(meter->read()->joules.value, 50.0);
}

TEST(Replay, StartsWithItsFirstSampleWhateverTheClocksSay) {
  const auto clock = clock_at(1234);
  auto meter = ReplayMeter::open(samples({{100, 7}, {110, 27}}), clock).value();
  EXPECT_EQ(meter->read()->joules, Joules(0));
  clock->advance(Seconds(5));
  EXPECT_DOUBLE_EQ(meter->read()->joules.value, 10.0);
}

TEST(Replay, ScalesItsInterval) {
  const auto clock = clock_at(0);
  auto meter =
      ReplayMeter::open(samples({{0, 0}, {1, 8}}), clock, {.low_factor = 0.5, .high_factor = 2.0})
          .value();
  clock->advance(Seconds(1));
  EXPECT_DOUBLE_EQ(meter->read()->low.value, 4.0);
  EXPECT_DOUBLE_EQ(meter->read()->high.value, 16.0);
}

TEST(Replay, SaysThatTheRecordingHasEnded) {
  const auto clock = clock_at(0);
  auto meter = ReplayMeter::open(samples({{0, 0}, {1, 8}}), clock).value();
  clock->advance(Seconds(1.5));
  EXPECT_EQ(meter->read().error().code, ErrorCode::kExhausted);
}

TEST(Replay, CarriesCoverageAndIdlePower) {
  auto meter = ReplayMeter::open(samples({{0, 0}, {1, 8}}), clock_at(0),
                                 {.domains = {"wall", "gpu"}, .idle = Watts(3)})
                   .value();
  EXPECT_THAT(meter->info().domains, ElementsAre("gpu", "wall"));
  EXPECT_EQ(meter->info().idle, Watts(3));
}

struct BadRecording {
  std::string name;
  std::vector<std::pair<double, double>> points;
  std::string complaint;
};

class ReplayRefuses : public ::testing::TestWithParam<BadRecording> {};

TEST_P(ReplayRefuses, ARecordingThatMakesNoSense) {
  const auto meter = ReplayMeter::open(samples(GetParam().points), clock_at(0));
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(meter.error().message, HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Energy, ReplayRefuses,
    ::testing::Values(BadRecording{"Empty", {}, "at least two"},
                      BadRecording{"Single", {{0, 0}}, "at least two"},
                      BadRecording{"Backwards", {{0, 0}, {2, 1}, {1, 2}}, "sample 2 is not later"},
                      BadRecording{"Standstill", {{0, 0}, {0, 1}}, "sample 1 is not later"},
                      BadRecording{"Falling", {{0, 5}, {1, 4}}, "sample 1 has less energy"},
                      BadRecording{"Negative", {{0, -1}, {1, 4}}, "sample 0 has negative energy"},
                      BadRecording{"NotANumber",
                                   {{0, 0}, {1, std::numeric_limits<double>::quiet_NaN()}},
                                   "sample 1 is not finite"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Replay, RefusesFactorsThatTurnTheIntervalInsideOut) {
  const auto recording = samples({{0, 0}, {1, 8}});
  EXPECT_FALSE(ReplayMeter::open(recording, clock_at(0), {.low_factor = 1.1}).has_value());
  EXPECT_FALSE(ReplayMeter::open(recording, clock_at(0), {.high_factor = 0.9}).has_value());
}

TEST(Replay, RefusesARecordingOfNothing) {
  EXPECT_FALSE(
      ReplayMeter::open(samples({{0, 0}, {1, 8}}), clock_at(0), {.domains = {}}).has_value());
}

}  // namespace
}  // namespace wattle::energy
