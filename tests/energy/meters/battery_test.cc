// SPDX-License-Identifier: MIT
#include "energy/meters/battery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/support.h"
#include "tests/energy/unprivileged.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::Unprivileged;
using testing::write_file;

constexpr double kMicro = 1e-6;  // values are in microwatts

class Battery : public ::testing::Test {
 protected:
  void set(const std::string& battery, const std::string& file, const std::string& value) {
    write_file(path(battery) / file, value + "\n");
  }
  void battery(const std::string& name, const std::string& status, long microwatts) {
    set(name, "type", "Battery");
    set(name, "status", status);
    set(name, "power_now", std::to_string(microwatts));
  }
  System system() {
    System system;
    system.sys = folder_.path();
    system.clock = clock_;
    return system;
  }
  void open() { meter_ = open_battery(system()).value(); }
  Error refusal() { return open_battery(system()).error(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }
  fs::path path(const std::string& battery) const {
    return folder_.path() / "class/power_supply" / battery;
  }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

TEST_F(Battery, IntegratesWhatItGives) {
  battery("BAT0", "Discharging", 10'000'000);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("system"));
  EXPECT_EQ(meter_->info().source, Source::kSampled);
  set("BAT0", "power_now", "20000000");
  EXPECT_NEAR(read_after(2).joules.value, 30.0, kMicro);
}

TEST_F(Battery, MultipliesCurrentAndVoltageOfEitherSign) {
  set("BAT0", "type", "Battery");
  set("BAT0", "status", "Discharging");
  set("BAT0", "current_now", "-1500000");
  set("BAT0", "voltage_now", "12000000");
  open();
  EXPECT_NEAR(read_after(1).joules.value, 18.0, kMicro);
}

TEST_F(Battery, AddsTheOnesThatDischarge) {
  battery("BAT0", "Discharging", 10'000'000);
  battery("BAT1", "Discharging", 5'000'000);
  battery("BAT2", "Unknown", 99'000'000);
  open();
  EXPECT_NEAR(read_after(2).joules.value, 30.0, kMicro);
}

TEST_F(Battery, LeavesOutThoseOfMice) {
  battery("BAT0", "Discharging", 10'000'000);
  battery("hidpp_battery_0", "Discharging", 99'000'000);
  set("hidpp_battery_0", "scope", "Device");
  set("AC", "type", "Mains");
  open();
  EXPECT_NEAR(read_after(2).joules.value, 20.0, kMicro);
}

TEST_F(Battery, IsNoMeterWhileItChargesOrIsFull) {
  for (const char* status : {"Charging", "Full", "Not charging"}) {
    battery("BAT0", status, 10'000'000);
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::kUnavailable);
    EXPECT_THAT(error.message, HasSubstr("BAT0 is \"" + std::string(status) + "\""));
  }
}

TEST_F(Battery, IsNoMeterWhileAnotherOneCharges) {
  battery("BAT0", "Discharging", 10'000'000);
  battery("BAT1", "Charging", 10'000'000);
  EXPECT_EQ(refusal().code, ErrorCode::kUnavailable);
}

TEST_F(Battery, FailsWithTheReasonUntilItIsUnpluggedAgain) {
  battery("BAT0", "Discharging", 10'000'000);
  open();
  EXPECT_NEAR(read_after(2).joules.value, 20.0, kMicro);
  set("BAT0", "status", "Charging");
  clock_->advance(Seconds(100));
  const auto plugged = meter_->read();
  ASSERT_FALSE(plugged.has_value());
  EXPECT_THAT(plugged.error().message, HasSubstr("BAT0 is \"Charging\""));
  set("BAT0", "status", "Discharging");
  const CumulativeEnergy energy = read_after(100);
  EXPECT_NEAR(energy.joules.value, 20.0 + 2000.0, kMicro);
  EXPECT_LT(energy.low.value, 41.0) << "nobody knows what it drew from the wall";
  EXPECT_GT(energy.high.value, 198.0 * 300.0);
}

TEST_F(Battery, WidensItsIntervalToWhatTheChargeFellBy) {
  battery("BAT0", "Discharging", 10'000'000);
  set("BAT0", "energy_now", "50000000");
  open();
  for (int i = 0; i < 100; ++i) read_after(1.99);
  // 10 W for 200 s are 2 kJ; the gauge fell by 1 Wh, 3.6 kJ, to a step of 36 J.
  set("BAT0", "energy_now", "49000000");
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 2000.0, kMicro);
  EXPECT_NEAR(energy.high.value, 3636.0, kMicro);
  EXPECT_LE(energy.low, energy.joules);
}

TEST_F(Battery, KeepsItsBoundsFromFalling) {
  battery("BAT0", "Discharging", 10'000'000);
  set("BAT0", "energy_now", "50000000");
  open();
  CumulativeEnergy before;
  for (int i = 1; i <= 300; ++i) {
    // A gauge that lags behind and then jumps.
    set("BAT0", "energy_now", std::to_string(50'000'000 - (i / 100) * 700'000));
    const CumulativeEnergy now = read_after(1.5);
    ASSERT_GE(now.low, before.low);
    ASSERT_GE(now.high, before.high);
    ASSERT_LE(now.low, now.joules);
    ASSERT_LE(now.joules, now.high);
    before = now;
  }
}

TEST_F(Battery, IsUnavailableWithoutOne) {
  set("AC", "type", "Mains");
  EXPECT_EQ(refusal().code, ErrorCode::kUnavailable);
}

TEST_F(Battery, IsUnavailableWhenItShowsNoPower) {
  set("BAT0", "type", "Battery");
  set("BAT0", "status", "Discharging");
  EXPECT_THAT(refusal().message, HasSubstr("neither its power nor"));
  set("BAT0", "power_now", "0");
  EXPECT_THAT(refusal().message, HasSubstr("0 W"));
}

TEST_F(Battery, SaysThatRightsAreMissing) {
  battery("BAT0", "Discharging", 10'000'000);
  fs::permissions(path("BAT0") / "status", fs::perms::none);
  const Unprivileged user;
  EXPECT_EQ(refusal().code, ErrorCode::kPermissionDenied);
}

}  // namespace
}  // namespace wattle::energy
