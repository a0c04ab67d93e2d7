// SPDX-License-Identifier: MIT
// Where the idle power comes from, and how it is measured.
#include <gtest/gtest.h>

#include <utility>

#include "energy/metering.h"
#include "energy/meters/replay.h"
#include "tests/energy/puppet.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::Puppet;
using testing::Strings;
using testing::TemporaryFolder;

constexpr Seconds kWork{0.005};
constexpr double kRounding = 1e-12;  // relative; a handful of operations

TEST(MeteringIdle, IsTheMetersOwnUnlessGiven) {
  for (const auto& [given, expected] :
       {std::pair<std::optional<Watts>, double>{std::nullopt, 30.0}, {Watts(5), 50.0}}) {
    const auto clock = std::make_shared<ManualClock>();
    auto meter = ReplayMeter::open({{Seconds(0), Joules(0)}, {Seconds(10), Joules(80)}}, clock,
                                   {.idle = Watts(3)})
                     .value();
    const TemporaryFolder no_machine;
    const auto metering =
        start_metering(std::move(meter), *clock,
                       {.idle = given, .sampler_thread = false, .proc = no_machine.path()})
            .value();
    burn(kWork);
    clock->advance(Seconds(10));
    EXPECT_NEAR(metering->totals().idle.value, expected, expected * kRounding);
  }
}

TEST(MeasureIdle, IsThePowerOverTheTime) {
  Strings strings;
  Puppet meter(strings, Seconds(0), 2.0);  // two joules from the first read to the second
  const SteadyClock clock;
  const Seconds duration(0.02);
  const Seconds start = clock.now();
  const auto idle = measure_idle_power(meter, duration);
  const Seconds elapsed = clock.now() - start;
  ASSERT_TRUE(idle.has_value());
  EXPECT_LE(idle->machine, Joules(2) / duration);
  EXPECT_GE(idle->machine, Joules(2) / elapsed);
}

/// A graphics processor's share of each read's joules: a quarter.
class WithDevice final : public EnergyMeter {
 public:
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    joules_ += Joules(8);
    return CumulativeEnergy{joules_, joules_, joules_, {joules_ * 0.25, joules_ * 0.75}};
  }

 private:
  Joules joules_;
  MeterInfo info_{.name = "with device",
                  .source = Source::kReplayed,
                  .domains = {"gpu", "package"},
                  .resolution = Seconds(1),
                  .longest_gap = Seconds(0),
                  .idle = std::nullopt,
                  .explanation = "test",
                  .parts = {"gpu-0", "package-0"}};
};

TEST(MeasureIdle, TellsTheDevicesPart) {
  WithDevice meter;
  const IdlePower idle = measure_idle_power(meter, Seconds(0.01)).value();
  EXPECT_NEAR(idle.devices / idle.machine, 0.25, kRounding);
}

// Over the second of idling each part draws at most its joules of one read.
TEST(MeasureIdle, IsDoneForDevicesBesideAKnownIdlePower) {
  ManualClock clock;
  const TemporaryFolder no_machine;
  const auto metering =
      start_metering(std::make_unique<WithDevice>(), clock,
                     {.idle = Watts(4), .sampler_thread = false, .proc = no_machine.path()})
          .value();
  burn(kWork);
  clock.advance(Seconds(1));
  // 8 J: 4 J of idle, up to 2 J of which are the device's.
  EXPECT_NEAR(metering->totals().idle.value, 4.0, 4.0 * kRounding);
}

TEST(MeasureIdle, PassesFailuresOn) {
  Strings strings;
  strings.broken = true;
  Puppet meter(strings);
  EXPECT_EQ(measure_idle_power(meter, Seconds(0.01)).error().code, ErrorCode::kIo);
}

TEST(MeasureIdle, RefusesNoDuration) {
  Strings strings;
  Puppet meter(strings);
  EXPECT_EQ(measure_idle_power(meter, Seconds(0)).error().code, ErrorCode::kInvalidArgument);
}

TEST(MeasureIdle, IsDoneByMeteringWhenNobodyKnowsTheIdlePower) {
  Strings strings;
  const TemporaryFolder no_machine;
  ManualClock manual;
  // Every read adds 100 J: over a second or more of idling that is at most 100 W.
  const auto metering = start_metering(std::make_unique<Puppet>(strings, Seconds(0), 100.0), manual,
                                       {.sampler_thread = false, .proc = no_machine.path()})
                            .value();
  burn(kWork);
  manual.advance(Seconds(0.5));
  const LedgerTotals totals = metering->totals();  // 100 J, of which at most 50 J are idle
  EXPECT_GT(totals.idle, Joules(0));
  EXPECT_LE(totals.idle, Joules(50));
}

}  // namespace
}  // namespace wattle::energy
