// SPDX-License-Identifier: MIT
#include "energy/meters/estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <linux/perf_event.h>

#include <cmath>

#include "energy/calibration/calibration.h"
#include "energy/meters/processor_families.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using testing::FakePerf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;
using testing::write_file;
using testing::write_stat;

constexpr const char* kServer =
    "vendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t: 49\n"
    "model name\t: AMD EPYC 7742 64-Core Processor\n";
constexpr const char* kIntelGuest =
    "vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t: 0\nmodel name\t: A CPU @ 1.00GHz\n";
constexpr const char* kSixteenGigabytes = "MemTotal: 15625000 kB\n";

constexpr int kOnline = 16;
const PowerCurve& kExpected = kGenericPowerModel.expected;

TEST(PowerCurve, DrawsIdleAndFullPowerAtItsEnds) {
  const PowerCurve curve{.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5};
  EXPECT_DOUBLE_EQ(curve.power(0, 8).value, 8.0);
  EXPECT_DOUBLE_EQ(curve.power(8, 8).value, 32.0);
  EXPECT_DOUBLE_EQ(curve.power(2, 8).value, 8.0 + 24.0 * 0.5);
}

TEST(PowerCurve, TakesTheLoadIntoWhatIsPossible) {
  EXPECT_EQ(kExpected.power(-1, 4), kExpected.power(0, 4));
  EXPECT_EQ(kExpected.power(9, 4), kExpected.power(4, 4));
}

// A server with 10 W idle and 47 W full draws 38 W at 19 % load: the model's spread of exponents
// was chosen to reach it.
TEST(PowerModel, ReachesTheMeasuredServer) {
  const PowerCurve server{.idle_watts_per_thread = 10,
                          .full_watts_per_thread = 47,
                          .exponent = kGenericPowerModel.high.exponent};
  constexpr double kPrintedRounding = 0.5;  // the measurement is given in whole watts
  EXPECT_NEAR(server.power(0.19, 1).value, 38.0, kPrintedRounding);
}

// Published estimates are off by -62 % to +66 %: the truth is 1/1.66 to 1/0.38 of the estimate.
TEST(PowerModel, AdmitsThePublishedErrorsAtEveryLoad) {
  for (int percent = 0; percent <= 100; ++percent) {
    const double expected = kExpected.power(percent, 100).value;
    EXPECT_LE(kGenericPowerModel.low.power(percent, 100).value, expected / 1.66) << percent;
    EXPECT_GE(kGenericPowerModel.high.power(percent, 100).value, expected / 0.38) << percent;
  }
}

/// A machine that tells nothing but how busy it is, until a test says more.
class Estimate : public ::testing::Test {
 protected:
  void open() {
    write_stat(folder_.path(), kOnline, busy_);
    meter_ = EstimateMeter::open(system_).value();
  }
  /// Time passes and the machine, this process included, computes.
  Joules read_after(double seconds, double busy_seconds) {
    clock_->advance(Seconds(seconds));
    busy_ += Seconds(busy_seconds);
    write_stat(folder_.path(), kOnline, busy_);
    return meter_->read()->joules;
  }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
  System system_{.sys = folder_.path(), .proc = folder_.path(), .perf = perf_, .clock = clock_};
  std::unique_ptr<EstimateMeter> meter_;
  Seconds busy_{500.0};
};

// Machine time is this process's plus the others', so the split cancels exactly while the machine
// was busier than this process.
TEST_F(Estimate, FollowsTheModelOverALongInterval) {
  open();
  const double expected = kExpected.power(4, kOnline).value * 10.0;
  constexpr double kRounding = 1e-9;
  EXPECT_NEAR(read_after(10, 40).value, expected, kRounding * expected);
}

TEST_F(Estimate, IsNeverZeroOverAPositiveInterval) {
  open();
  EXPECT_GE(read_after(1e-6, 0), kExpected.power(0, kOnline) * Seconds(1e-6));
}

TEST_F(Estimate, GrowsWithTheMachinesWork) {
  open();
  const Joules resting = read_after(10, 1);
  const Joules working = read_after(10, 100) - resting;
  EXPECT_GT(working, resting);
}

// Ticks of 10 ms reach a reader of every millisecond as nothing, nothing, ..., ten at once. The
// curve being concave, taking them at their word would lose more than half of the energy.
TEST_F(Estimate, AgreesWithItselfWhenReadEveryMillisecond) {
  open();
  read_after(1, 8);  // the first window sets the rate
  const Joules start = meter_->read()->joules;
  Joules end;
  for (int i = 1; i <= 1000; ++i) end = read_after(1e-3, i % 10 == 0 ? 0.08 : 0.0);
  const double expected = kExpected.power(8, kOnline).value * 1.0;
  // Reads fall up to a tick beside the window's edge: one of its ten ticks.
  constexpr double kOneTickInTen = 0.1;
  EXPECT_NEAR((end - start).value, expected, kOneTickInTen * expected);
}

TEST_F(Estimate, CountsThisProcessWhenTheMachineIsUnreadable) {
  open();
  std::filesystem::remove(folder_.path() / "stat");
  testing::burn(Seconds(0.02));
  clock_->advance(Seconds(0.02));
  // At least one thread was busy all the time.
  EXPECT_GE(meter_->read()->joules, kExpected.power(1, kOnline) * Seconds(0.02));
}

TEST_F(Estimate, SaysThatItIsAnEstimate) {
  open();
  EXPECT_EQ(meter_->info().source, Source::kEstimated);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("estimate, not a measurement"));
}

TEST_F(Estimate, KnowsItsIdlePower) {
  open();
  EXPECT_EQ(meter_->info().idle, kExpected.power(0, kOnline));
}

TEST_F(Estimate, NeedsTheMachinesCpuTimes) {
  EXPECT_EQ(EstimateMeter::open(system_).error().code, ErrorCode::kUnavailable);
}

TEST_F(Estimate, UsesTheFamilysCurve) {
  write_file(folder_.path() / "cpuinfo", kServer);
  open();
  const PowerModel family = power_model_of(read_processor(folder_.path(), folder_.path()));
  const double expected = family.expected.power(4, kOnline).value * 10.0;
  EXPECT_NEAR(read_after(10, 40).value, expected, 1e-9 * expected);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("AMD EPYC 7002"));
}

TEST_F(Estimate, SaysWhatAVirtualMachineCovers) {
  open();
  EXPECT_THAT(meter_->info().explanation, Not(HasSubstr("virtual machine")));
  write_file(folder_.path() / "cpuinfo", "flags\t: fpu hypervisor\n");
  open();
  EXPECT_THAT(meter_->info().explanation,
              HasSubstr("16 hardware threads that this virtual machine sees"));
}

TEST_F(Estimate, CoversThePackageAloneWhereTheMemorysSizeIsNotTold) {
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("package"));
  EXPECT_THAT(meter_->info().parts, ElementsAre("package"));
  read_after(1, 4);
  const CumulativeEnergy energy = meter_->read().value();
  EXPECT_THAT(energy.parts, ElementsAre(energy.joules));
}

TEST_F(Estimate, AddsTheMemoryByItsSize) {
  write_file(folder_.path() / "meminfo", kSixteenGigabytes);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("dram", "package"));
  EXPECT_EQ(meter_->info().parts, meter_->info().domains);
  read_after(10, 40);
  const CumulativeEnergy energy = meter_->read().value();
  ASSERT_EQ(energy.parts.size(), 2U);
  const double memory = 16.0 * kMemoryBySize.expected.watts_per_gigabyte;
  EXPECT_DOUBLE_EQ(energy.parts[0].value, 10.0 * memory);
  EXPECT_EQ(energy.parts[0] + energy.parts[1], energy.joules);
  EXPECT_EQ(meter_->info().idle, kExpected.power(0, kOnline) + Watts(memory));
}

/// Counters of every CPU: the first has counted, the others rest.
class CountedEstimate : public Estimate {
 protected:
  void count(std::uint64_t cycles, std::uint64_t instructions, std::uint64_t misses) {
    for (int cpu = 0; cpu < kOnline; ++cpu) {
      const bool first = cpu == 0;
      set(PERF_COUNT_HW_CPU_CYCLES, cpu, first ? cycles : 0);
      set(PERF_COUNT_HW_INSTRUCTIONS, cpu, first ? instructions : 0);
      set(PERF_COUNT_HW_CACHE_MISSES, cpu, first ? misses : 0);
    }
  }
  void set(std::uint64_t config, int cpu, std::uint64_t value) {
    perf_->set({PERF_TYPE_HARDWARE, config, cpu}, value);
  }
};

TEST_F(CountedEstimate, IsCorrectedByFrequencyAndInstructions) {
  write_file(folder_.path() / "cpuinfo", kIntelGuest);  // 1 GHz
  count(0, 0, 0);
  open();
  count(48'000'000'000, 48'000'000'000, 0);  // 1.2 GHz in 40 CPU seconds
  const double expected = kExpected.power(4, kOnline, 1.2).value * 10.0;
  EXPECT_NEAR(read_after(10, 40).value, expected, 1e-9 * expected);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("cache misses of the whole machine"));
}

TEST_F(CountedEstimate, AddsMemoryTraffic) {
  write_file(folder_.path() / "cpuinfo", kIntelGuest);
  write_file(folder_.path() / "meminfo", kSixteenGigabytes);
  count(0, 0, 0);
  open();
  count(40'000'000'000, 40'000'000'000, 1'000'000'000);
  read_after(10, 40);
  const CumulativeEnergy energy = meter_->read().value();
  const MemoryCurve& memory = kMemoryByTraffic.expected;
  const double expected = 160.0 * memory.watts_per_gigabyte + 64e9 * memory.joules_per_byte;
  EXPECT_NEAR(energy.parts.at(0).value, expected, 1e-9 * expected);
}

TEST_F(CountedEstimate, GoesOnWithoutACounterThatFails) {
  write_file(folder_.path() / "cpuinfo", kIntelGuest);
  count(0, 0, 0);
  open();
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, 3},
             Result<PerfCount>(fail(ErrorCode::kIo, "gone")));
  const double expected = kExpected.power(4, kOnline).value * 10.0;
  EXPECT_NEAR(read_after(10, 40).value, expected, 1e-9 * expected);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("while they can be read"));
}

TEST_F(Estimate, SaysThatOnlyThisProcessIsCounted) {
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, -1}, 1);
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, -1}, 1);
  open();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("this process's part"));
}

class CalibratedEstimate : public Estimate {
 protected:
  /// 32 W idle, 96 W full on 16 threads, linear.
  Calibration calibration_{
      .subject = {.processor = "AMD EPYC 7742 64-Core Processor",
                  .threads = kOnline,
                  .meter = "rapl",
                  .domains = {"dram", "package"},
                  .date = "2026-03-01"},
      .curve = {.idle_watts_per_thread = 2, .full_watts_per_thread = 6, .exponent = 1},
      .residual_rms = Watts(1),
      .residual_largest = Watts(1.5),
      .windows = 9};
  void SetUp() override {
    write_file(folder_.path() / "cpuinfo", kServer);
    write_file(folder_.path() / "meminfo", kSixteenGigabytes);
    system_.calibration = folder_.path() / "calibration.json";
  }
  void save_and_open() {
    ASSERT_TRUE(save_calibration(system_.calibration, calibration_));
    open();
  }
  void expect_published_curve() {
    EXPECT_THAT(meter_->info().explanation, HasSubstr("published power of AMD EPYC 7002"));
  }
};

TEST_F(CalibratedEstimate, UsesTheFittedCurveWithinItsResiduals) {
  save_and_open();
  read_after(10, 40);
  const CumulativeEnergy energy = meter_->read().value();
  EXPECT_NEAR(energy.joules.value, 480.0, 1e-6);
  EXPECT_NEAR(energy.low.value, 460.0, 1e-6);  // twice the root mean square is the larger
  EXPECT_NEAR(energy.high.value, 500.0, 1e-6);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("\"rapl\" on this machine (2026-03-01"));
}

TEST_F(CalibratedEstimate, CoversWhatItsReferenceCovers) {
  save_and_open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("dram", "package"));
  EXPECT_THAT(meter_->info().parts, IsEmpty());
  EXPECT_EQ(meter_->info().idle, Watts(32));
}

TEST_F(CalibratedEstimate, ModelsTheMemoryBesideAReferenceOfThePackage) {
  calibration_.subject.domains = {"package"};
  save_and_open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("dram", "package"));
}

TEST_F(CalibratedEstimate, IsNeverBelowZero) {
  calibration_.residual_largest = Watts(1000);
  save_and_open();
  read_after(10, 40);
  EXPECT_EQ(meter_->read()->low, Joules(0));
}

TEST_F(CalibratedEstimate, LeavesCountersOutThatItWasFittedWithout) {
  for (int cpu = 0; cpu < kOnline; ++cpu) {
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, cpu}, 1);
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, cpu}, 1);
  }
  save_and_open();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("without hardware counters"));
}

TEST_F(CalibratedEstimate, RefusesAnotherProcessors) {
  calibration_.subject.processor = "Another";
  save_and_open();
  expect_published_curve();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("another processor, Another"));
}

TEST_F(CalibratedEstimate, RefusesAnotherNumberOfThreads) {
  calibration_.subject.threads = 8;
  save_and_open();
  expect_published_curve();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("8 hardware threads"));
}

TEST_F(CalibratedEstimate, NeedsTheCountersThatItWasFittedWith) {
  calibration_.counters = true;
  save_and_open();
  expect_published_curve();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("fitted with hardware counters"));
}

TEST_F(CalibratedEstimate, SaysThatAFileIsDamaged) {
  write_file(system_.calibration, "{\"version\": 1, \"proc");
  open();
  expect_published_curve();
  EXPECT_THAT(meter_->info().explanation, HasSubstr("calibration.json is damaged"));
}

TEST_F(CalibratedEstimate, SaysNothingWhereNobodyCalibrated) {
  open();
  expect_published_curve();
  EXPECT_THAT(meter_->info().explanation, Not(HasSubstr("calibration")));
}

}  // namespace
}  // namespace wattle::energy
