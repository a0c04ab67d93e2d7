// SPDX-License-Identifier: MIT
#include "energy/meters/rapl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/meters/rapl_fixture.h"
#include "tests/energy/support.h"
#include "tests/energy/unprivileged.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kMicrojoule;
using testing::kRange;
using testing::Unprivileged;
using testing::write_file;

class Rapl : public testing::RaplTest {};

TEST_F(Rapl, CountsFromItsOpening) {
  zone("intel-rapl:0", "package-0", 5'000'000);
  open();
  set("intel-rapl:0", 7'500'000);
  EXPECT_NEAR(read_after(1).joules.value, 2.5, kMicrojoule);
}

TEST_F(Rapl, IsExactBecauseItIsACounter) {
  zone("intel-rapl:0", "package-0", 0);
  open();
  set("intel-rapl:0", 3'000'000);
  const CumulativeEnergy energy = read_after(1);
  EXPECT_EQ(energy.low, energy.joules);
  EXPECT_EQ(energy.high, energy.joules);
}

TEST_F(Rapl, SumsSockets) {
  zone("intel-rapl:0", "package-0", 100);
  zone("intel-rapl:1", "package-1", 200);
  open();
  set("intel-rapl:0", 1'000'100);
  set("intel-rapl:1", 2'000'200);
  EXPECT_NEAR(read_after(1).joules.value, 3.0, kMicrojoule);
}

TEST_F(Rapl, AddsMemoryButNeitherPartsOfThePackageNorThePlatform) {
  const std::vector<std::string> folders = {"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:0:1",
                                            "intel-rapl:0:2", "intel-rapl:1"};
  zone(folders[0], "package-0", 0);
  zone(folders[1], "core", 0);
  zone(folders[2], "uncore", 0);
  zone(folders[3], "dram", 0);
  zone(folders[4], "psys", 0);
  zone("intel-rapl-mmio:0", "package-0", 0);
  open();
  for (const std::string& folder : folders) set(folder, 1'000'000);
  set("intel-rapl-mmio:0", 1'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 2.0, kMicrojoule);
  EXPECT_THAT(meter_->info().domains, ElementsAre("dram", "package"));
}

TEST_F(Rapl, NamesOnlyWhatIsThere) {
  zone("intel-rapl:0", "package-0", 0);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("package"));
}

TEST_F(Rapl, CountsDiesThatMirrorOneCounterOnce) {
  zone("intel-rapl:0", "package-0-die-0", 4'000'000);
  zone("intel-rapl:1", "package-0-die-1", 4'000'000);
  open();
  set("intel-rapl:0", 5'000'000);
  set("intel-rapl:1", 5'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 1.0, kMicrojoule);
}

TEST_F(Rapl, AddsDiesWithCountersOfTheirOwn) {
  zone("intel-rapl:0", "package-0-die-0", 4'000'000);
  zone("intel-rapl:1", "package-0-die-1", 9'000'000);
  open();
  set("intel-rapl:0", 5'000'000);
  set("intel-rapl:1", 11'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 3.0, kMicrojoule);
}

TEST_F(Rapl, KeepsSocketsThatHappenToShowTheSameNumber) {
  zone("intel-rapl:0", "package-0", 0);
  zone("intel-rapl:1", "package-1", 0);
  open();
  set("intel-rapl:0", 1'000'000);
  set("intel-rapl:1", 1'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 2.0, kMicrojoule);
}

TEST_F(Rapl, ContinuesWhenTheCounterWraps) {
  zone("intel-rapl:0", "package-0", kRange - 1'000'000);
  open();
  set("intel-rapl:0", 2'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 3.0, kMicrojoule);
}

TEST_F(Rapl, WrapsAsOftenAsItMust) {
  constexpr std::uint64_t kSmallRange = 1'000'000'000;
  zone("intel-rapl:0", "package-0", 0, kSmallRange);
  open();
  std::uint64_t counter = 0;
  double joules = 0;
  for (int i = 0; i < 1000; ++i) {
    counter += 130'000'000;  // 130 W for a second
    set("intel-rapl:0", counter % kSmallRange);
    joules = read_after(1).joules.value;
  }
  EXPECT_NEAR(joules, 130'000.0, kMicrojoule);
}

TEST_F(Rapl, TakesAnImpossibleWrapForAReset) {
  zone("intel-rapl:0", "package-0", 50'000'000'000);
  open();
  set("intel-rapl:0", 4'000'000);  // as a wrap that would be 212 kJ in a second
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 4.0, kMicrojoule);
  EXPECT_NEAR(energy.low.value, 4.0, kMicrojoule);
  EXPECT_NEAR(energy.high.value, 1004.0, kMicrojoule) << "1000 W for the second before the reset";
}

TEST_F(Rapl, WidensItsIntervalWhenReadTooLate) {
  constexpr std::uint64_t kSmallRange = 1'000'000'000;
  zone("intel-rapl:0", "package-0", 0, kSmallRange);
  open();
  set("intel-rapl:0", 500'000'000);
  const CumulativeEnergy energy = read_after(10);  // 1000 W would have turned it nine times more
  EXPECT_NEAR(energy.joules.value, 500.0, kMicrojoule);
  EXPECT_NEAR(energy.high.value, 9500.0, kMicrojoule);
}

TEST_F(Rapl, DerivesTheLongestGapFromTheSmallestRange) {
  zone("intel-rapl:0", "package-0", 0, kRange);
  zone("intel-rapl:0:0", "dram", 0, 65'000'000'000);
  open();
  EXPECT_DOUBLE_EQ(meter_->info().longest_gap.value, 32.5);  // 65 kJ / 1 kW / 2
}

TEST_F(Rapl, CoversAFailedReadWithTheNext) {
  zone("intel-rapl:0", "package-0", 0);
  zone("intel-rapl:1", "package-1", 0);
  open();
  set("intel-rapl:0", 1'000'000);
  write_file(sys() / "class/powercap/intel-rapl:1/energy_uj", "");
  EXPECT_EQ(meter_->read().error().code, ErrorCode::kCorrupt);
  set("intel-rapl:0", 2'000'000);
  set("intel-rapl:1", 5'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 7.0, kMicrojoule);
}

TEST_F(Rapl, SaysThatVirtualMachinesHaveNone) {
  const auto meter = open_rapl(system());
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(meter.error().hint, HasSubstr("virtual machines and containers"));
}

TEST_F(Rapl, IsUnavailableWithoutAPackage) {
  zone("intel-rapl:0", "something", 0);
  EXPECT_EQ(refusal().code, ErrorCode::kUnavailable);
}

TEST_F(Rapl, SaysHowToMakeTheCounterReadable) {
  zone("intel-rapl:0", "package-0", 0);
  fs::permissions(sys() / "class/powercap/intel-rapl:0/energy_uj", fs::perms::none);
  const Unprivileged user;
  const auto meter = open_rapl(system());
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(meter.error().hint,
              HasSubstr("sudo chmod -R a+r " + (sys() / "class/powercap/intel-rapl").string()));
}

TEST_F(Rapl, RefusesARangeOfZero) {
  zone("intel-rapl:0", "package-0", 0, 0);
  EXPECT_EQ(refusal().code, ErrorCode::kCorrupt);
}

TEST_F(Rapl, RefusesACounterThatIsNoNumber) {
  zone("intel-rapl:0", "package-0", 0);
  write_file(sys() / "class/powercap/intel-rapl:0/energy_uj", "12x\n");
  EXPECT_EQ(refusal().code, ErrorCode::kCorrupt);
}

TEST_F(Rapl, TellsItsPartsApart) {
  zone("intel-rapl:0", "package-0", 0);
  zone("intel-rapl:0:0", "dram", 0);
  zone("intel-rapl:1", "package-1", 0);
  zone("intel-rapl:1:0", "dram", 0);
  open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("package-0", "dram-0", "package-1", "dram-1"));
  set("intel-rapl:0", 1'000'000);
  set("intel-rapl:0:0", 2'000'000);
  set("intel-rapl:1", 3'000'000);
  set("intel-rapl:1:0", 4'000'000);
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 10.0, kMicrojoule);
  ASSERT_EQ(energy.parts.size(), 4U);
  EXPECT_NEAR(energy.parts[3].value, 4.0, kMicrojoule);
}

TEST_F(Rapl, ReadsThePlatformOnlyWhereThereIsNoPackage) {
  zone("intel-rapl:0", "psys", 0);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("system"));
  set("intel-rapl:0", 5'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 5.0, kMicrojoule);
}

TEST_F(Rapl, RefusesAPackageThatStandsStill) {
  zone("intel-rapl:0", "package-0", 5);
  still_zone("intel-rapl:1", "package-1", 0);
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr("package-1 stands still at 0"));
}

TEST_F(Rapl, RefusesAPlatformThatStandsStill) {
  still_zone("intel-rapl:0", "psys", 17);
  EXPECT_THAT(refusal().message, HasSubstr("psys stands still at 17"));
}

TEST_F(Rapl, LeavesOutMemoryThatStandsStillAndSaysSo) {
  zone("intel-rapl:0", "package-0", 5);
  still_zone("intel-rapl:0:0", "dram", 0);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("package"));
  EXPECT_THAT(meter_->info().explanation, HasSubstr("dram-0"));
}

TEST_F(Rapl, FailsToReadAPackageThatStopsAndCoversTheGapWhenItMovesAgain) {
  zone("intel-rapl:0", "package-0", 0);
  open();
  set("intel-rapl:0", 1'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 1.0, kMicrojoule);
  EXPECT_NEAR(read_after(0.5).joules.value, 1.0, kMicrojoule) << "not long enough to tell";
  clock_->advance(Seconds(1));
  const auto stopped = meter_->read();
  ASSERT_FALSE(stopped.has_value());
  EXPECT_THAT(stopped.error().message, HasSubstr("package-0 has stood still at 1000000"));
  set("intel-rapl:0", 8'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 8.0, kMicrojoule);
}

TEST_F(Rapl, TellsNothingWhileAZoneIsGoneAndAllWhenItIsBack) {
  zone("intel-rapl:0", "package-0", 0, 1'000'000'000);
  zone("intel-rapl:1", "package-1", 0);
  open();
  fs::remove(energy_file("intel-rapl:0"));
  // The other counter turns twice meanwhile, which only a reader that goes on can know.
  for (int i = 1; i <= 4; ++i) {
    set("intel-rapl:1", kRange / 2 * (i % 2));
    clock_->advance(Seconds(200));
    const auto gone = meter_->read();
    ASSERT_FALSE(gone.has_value());
    EXPECT_EQ(gone.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(gone.error().message, HasSubstr("intel-rapl:0"));
  }
  set("intel-rapl:0", 3'000'000);
  set("intel-rapl:1", 7'000'000);
  const double turns = 2.0 * 1e-6 * static_cast<double>(kRange);
  EXPECT_NEAR(read_after(0.5).joules.value, turns + 10.0, kMicrojoule);
}

TEST_F(Rapl, CountsWhatAZoneShowsThatCameBackFromZero) {
  zone("intel-rapl:0", "package-0", 50'000'000'000);
  open();
  fs::remove(energy_file("intel-rapl:0"));
  clock_->advance(Seconds(2));
  ASSERT_FALSE(meter_->read().has_value());
  set("intel-rapl:0", 4'000'000);  // the driver was loaded again
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 4.0, kMicrojoule);
  EXPECT_NEAR(energy.high.value, 3004.0, kMicrojoule) << "1000 W for three seconds";
}

TEST_F(Rapl, FailsWhenItsFilesAreTakenAway) {
  zone("intel-rapl:0", "package-0", 0);
  open();
  fs::permissions(energy_file("intel-rapl:0"), fs::perms::none);
  const Unprivileged user;
  const auto energy = meter_->read();
  ASSERT_FALSE(energy.has_value());
  EXPECT_EQ(energy.error().code, ErrorCode::kPermissionDenied);
}

}  // namespace
}  // namespace wattle::energy
