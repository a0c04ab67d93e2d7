// SPDX-License-Identifier: MIT
#include "energy/meters/nvml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/energy/fake_gpus.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using testing::FakeGpus;
using ::testing::HasSubstr;
using ::testing::Not;

// Counts are whole milliwatts and millijoules; the sums err by far less than one.
constexpr double kMilli = 1e-3;

class NvmlMeter : public ::testing::Test {
 protected:
  System system() {
    System system;
    system.nvml = FakeGpus::library();
    system.clock = clock_;
    system.cuda = cuda_;
    system.pause = [this](Seconds) {
      if (watched_) watched_();
    };
    return system;
  }
  /// The counter comes to `millijoules` while it is watched.
  void counter(int gpu, std::uint64_t millijoules) {
    gpus_.set(gpu, "energy", millijoules + 1);
    auto before = watched_;
    watched_ = [this, before, gpu, millijoules] {
      if (before) before();
      gpus_.set(gpu, "energy", millijoules);
    };
  }
  void open() { meter_ = open_nvml(system()).value(); }
  Error refusal() { return open_nvml(system()).error(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }

  FakeGpus gpus_{2};
  CudaSelection cuda_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::function<void()> watched_;
  std::unique_ptr<EnergyMeter> meter_;
};

TEST_F(NvmlMeter, CountsMillijoulesOfEachGpu) {
  counter(0, 5'000'000);
  counter(1, 9'000'000);
  open();
  EXPECT_EQ(meter_->info().source, Source::kCounter);
  EXPECT_THAT(meter_->info().domains, ElementsAre("gpu"));
  EXPECT_THAT(meter_->info().parts, ElementsAre("gpu-0", "gpu-1"));
  gpus_.set(0, "energy", 5'250'000);
  gpus_.set(1, "energy", 9'100'000);
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 350.0, kMilli);
  ASSERT_EQ(energy.parts.size(), 2U);
  EXPECT_NEAR(energy.parts[0].value, 250.0, kMilli);
  EXPECT_EQ(energy.low, energy.high);
}

TEST_F(NvmlMeter, IntegratesPowerWhereNothingIsCounted) {
  counter(0, 0);
  gpus_.set(1, "power", 100'000);
  open();
  EXPECT_EQ(meter_->info().source, Source::kSampled) << "the weaker of the two";
  EXPECT_THAT(meter_->info().explanation, HasSubstr("not supported"));
  gpus_.set(0, "energy", 7'000);
  gpus_.set(1, "power", 200'000);
  const CumulativeEnergy energy = read_after(0.1);
  EXPECT_NEAR(energy.parts[1].value, 15.0, kMilli);
  EXPECT_NEAR(energy.joules.value, 22.0, kMilli);
  EXPECT_LT(energy.low, energy.joules);
  EXPECT_GT(energy.high, energy.joules);
}

TEST_F(NvmlMeter, TakesPowerForACounterThatStandsStill) {
  counter(0, 0);
  gpus_.set(1, "energy", 0);
  gpus_.set(1, "power", 100'000);
  open();
  EXPECT_EQ(meter_->info().source, Source::kSampled);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("gpu-1: its energy counter stands still at 0"));
}

TEST_F(NvmlMeter, CountsWhatAReloadedDriverShows) {
  counter(0, 5'000'000);
  counter(1, 0);
  open();
  gpus_.set(0, "energy", 3'000);
  gpus_.set(1, "energy", 1'000);
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 4.0, kMilli);
  EXPECT_NEAR(energy.high.value, 1004.0, kMilli) << "1000 W for the second before";
}

TEST_F(NvmlMeter, BoundsAGapByTheLargestPowerLimit) {
  counter(0, 0);
  gpus_.set(1, "power", 100'000);
  gpus_.set(1, "least", 100'000);
  gpus_.set(1, "most", 400'000);
  open();
  gpus_.set(0, "energy", 1'000);
  const CumulativeEnergy energy = read_after(10.1);
  // 0.1 s that the sensor covers, and ten that it does not; the maker's 5 % on both.
  EXPECT_NEAR(energy.high.value, 1.0 + (0.1 * 100.0 + 10.0 * 400.0) * 1.05, 0.1);
}

TEST_F(NvmlMeter, FailsToReadALostGpuAndCoversTheGap) {
  counter(0, 0);
  counter(1, 0);
  open();
  gpus_.set(0, "energy", 1'000);
  gpus_.set(1, "energy", 1'000);
  gpus_.set(1, "lost", "");
  clock_->advance(Seconds(1));
  const auto lost = meter_->read();
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(lost.error().message, HasSubstr("gpu-1"));
  EXPECT_THAT(lost.error().message, HasSubstr("lost"));
  gpus_.remove(1, "lost");
  gpus_.set(0, "energy", 2'000);
  EXPECT_NEAR(read_after(1).joules.value, 3.0, kMilli);
}

TEST_F(NvmlMeter, RefusesAGpuThatTellsNothing) {
  counter(0, 0);
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr("gpu-1: reading its power is not supported"));
  EXPECT_THAT(error.hint, Not(HasSubstr("MIG")));
}

TEST_F(NvmlMeter, NamesASplitGpuAsTheReason) {
  counter(0, 0);
  gpus_.set(1, "mig", 1);
  EXPECT_THAT(refusal().hint, HasSubstr("MIG"));
}

TEST_F(NvmlMeter, CountsASplitGpuAsAWholeAndSaysSo) {
  counter(0, 0);
  counter(1, 0);
  gpus_.set(1, "mig", 1);
  open();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("gpu-1 is split into instances"));
}

TEST_F(NvmlMeter, SaysThatRightsAreMissing) {
  counter(1, 0);
  gpus_.set(0, "energy", "error 4");
  gpus_.set(0, "power", "error 4");
  EXPECT_EQ(refusal().code, ErrorCode::kPermissionDenied);
}

TEST_F(NvmlMeter, MetersOnlyWhatCudaMayUse) {
  counter(1, 4'000);
  cuda_.visible_devices = "GPU-1a5c";
  open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("gpu-1"));
}

TEST_F(NvmlMeter, SaysThatThereIsNoLibrary) {
  System system = this->system();
  system.nvml = "libno-such-nvml.so.1";
  const auto meter = open_nvml(system);
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(meter.error().message, HasSubstr("libno-such-nvml.so.1"));
}

TEST_F(NvmlMeter, SaysWhyTheLibraryDoesNotStart) {
  gpus_.set_init("error 9");
  EXPECT_THAT(refusal().message, HasSubstr("driver is not loaded"));
  gpus_.set_init("error 18");
  EXPECT_THAT(refusal().message, HasSubstr("differ in version"));
  gpus_.set_init("error 4");
  EXPECT_EQ(refusal().code, ErrorCode::kPermissionDenied);
  gpus_.set_init("error 999");
  EXPECT_THAT(refusal().message, HasSubstr("999"));
}

TEST_F(NvmlMeter, RefusesALibraryThatIsNoNvml) {
  System system = this->system();
  system.nvml = "libc.so.6";
  const auto meter = open_nvml(system);
  ASSERT_FALSE(meter.has_value());
  EXPECT_THAT(meter.error().message, HasSubstr("is no NVML"));
}

TEST_F(NvmlMeter, PassesOnAnErrorItDoesNotKnow) {
  counter(0, 0);
  counter(1, 0);
  open();
  gpus_.set(0, "energy", "error 999");
  const auto energy = meter_->read();
  ASSERT_FALSE(energy.has_value());
  EXPECT_EQ(energy.error().code, ErrorCode::kInternal);
  EXPECT_THAT(energy.error().message, HasSubstr("999"));
  gpus_.set(0, "energy", "error 16");
  EXPECT_THAT(meter_->read().error().message, HasSubstr("reset"));
}

}  // namespace
}  // namespace wattle::energy
