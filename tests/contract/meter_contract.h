// SPDX-License-Identifier: MIT
// What every energy meter must do, whatever it reads. Include this file in one test source and
// instantiate it with the meters at hand:
//   INSTANTIATE_TEST_SUITE_P(Mine, MeterContract, testing::Values(MeterCase{...}),
//                            meter_case_name);
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>

#include "energy/meter.h"

namespace wattle::contract {

using energy::CumulativeEnergy;
using energy::EnergyMeter;

/// A meter and the small world that it measures.
class MeterRig {
 public:
  virtual ~MeterRig() = default;
  virtual EnergyMeter& meter() = 0;
  /// Lets time pass while the machine draws power.
  virtual void advance(Seconds by) = 0;
};

struct MeterCase {
  std::string name;  ///< what the meter calls itself
  std::function<std::unique_ptr<MeterRig>()> make;
};

inline void PrintTo(const MeterCase& meter_case, std::ostream* out) { *out << meter_case.name; }

inline std::string meter_case_name(const ::testing::TestParamInfo<MeterCase>& info) {
  std::string name = info.param.name;
  std::ranges::replace_if(
      name, [](unsigned char sign) { return std::isalnum(sign) == 0; }, '_');
  return name;
}

class MeterContract : public ::testing::TestWithParam<MeterCase> {
 protected:
  void SetUp() override {
    rig_ = GetParam().make();
    ASSERT_NE(rig_, nullptr);
  }
  EnergyMeter& meter() { return rig_->meter(); }
  void advance(double seconds) { rig_->advance(Seconds(seconds)); }
  CumulativeEnergy read() {
    const auto energy = meter().read();
    EXPECT_TRUE(energy.has_value()) << (energy ? "" : energy.error().message);
    return energy.value_or(CumulativeEnergy{});
  }

 private:
  std::unique_ptr<MeterRig> rig_;
};

TEST_P(MeterContract, KnowsItsName) { EXPECT_EQ(meter().info().name, GetParam().name); }

TEST_P(MeterContract, SaysWhatItCovers) {
  const auto& domains = meter().info().domains;
  ASSERT_FALSE(domains.empty());
  EXPECT_TRUE(std::ranges::is_sorted(domains));
  EXPECT_EQ(std::ranges::adjacent_find(domains), domains.end()) << "a domain is named twice";
}

TEST_P(MeterContract, ExplainsItself) { EXPECT_FALSE(meter().info().explanation.empty()); }

TEST_P(MeterContract, StatesItsTimes) {
  EXPECT_GT(meter().info().resolution, Seconds(0));
  EXPECT_GE(meter().info().longest_gap, Seconds(0));
}

TEST_P(MeterContract, StartsAtZero) {
  // No time has passed that the rig knows of.
  EXPECT_EQ(read().joules, Joules(0));
}

TEST_P(MeterContract, NeverFallsWhateverTheInterval) {
  CumulativeEnergy before = read();
  for (const double seconds : {1e-3, 0.01, 0.02, 0.1, 0.5, 1.0, 3.0, 1e-3, 10.0}) {
    advance(seconds);
    const CumulativeEnergy now = read();
    EXPECT_GE(now.joules, before.joules);
    EXPECT_GE(now.low, before.low);
    EXPECT_GE(now.high, before.high);
    before = now;
  }
}

TEST_P(MeterContract, GrowsWhenTimePasses) {
  const CumulativeEnergy before = read();
  advance(2.0);
  EXPECT_GT(read().joules, before.joules);
}

TEST_P(MeterContract, KeepsTheEnergyInsideItsInterval) {
  for (const double seconds : {1e-3, 0.05, 0.3, 2.0, 7.0}) {
    advance(seconds);
    const CumulativeEnergy energy = read();
    EXPECT_LE(energy.low, energy.joules);
    EXPECT_LE(energy.joules, energy.high);
    EXPECT_GE(energy.low, Joules(0));
  }
}

TEST_P(MeterContract, SaysTheSameTwiceWhenNoTimePasses) {
  advance(1.0);
  const Joules first = read().joules;
  EXPECT_EQ(read().joules, first);
}

TEST_P(MeterContract, MayBeReadFromAnotherThread) {
  const CumulativeEnergy before = read();
  advance(1.0);
  CumulativeEnergy elsewhere;
  std::thread([&] { elsewhere = read(); }).join();
  EXPECT_GT(elsewhere.joules, before.joules);
}

}  // namespace wattle::contract
