// SPDX-License-Identifier: MIT
#include "energy/meters/rapl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_energy;
using testing::write_file;
using testing::write_zone;

constexpr std::uint64_t kRange = 262'143'328'850;  // a server's: 2^32 units of 61 microjoules
// Counters are whole microjoules; sums of them in doubles err by far less than one.
constexpr double kMicrojoule = 1e-6;

class Rapl : public ::testing::Test {
 protected:
  void zone(const std::string& folder, const std::string& name, std::uint64_t energy,
            std::uint64_t range = kRange) {
    write_zone(sys(), folder, name, energy, range);
  }
  void set(const std::string& folder, std::uint64_t energy) { write_energy(sys(), folder, energy); }
  void open() { meter_ = RaplMeter::open(sys(), clock_).value(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }
  const fs::path& sys() const { return folder_.path(); }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<RaplMeter> meter_;
};

/// Acts as a user without rights for a scope, when the test runs as root.
class Unprivileged {
 public:
  Unprivileged() { changed_ = geteuid() == 0 && seteuid(65534) == 0; }
  ~Unprivileged() {
    if (changed_ && seteuid(0) != 0) ADD_FAILURE() << "could not become root again";
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool changed_ = false;
};

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
  const auto meter = RaplMeter::open(sys(), clock_);
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(meter.error().hint, HasSubstr("virtual machines and containers"));
}

TEST_F(Rapl, IsUnavailableWithoutAPackage) {
  zone("intel-rapl:0", "psys", 0);
  EXPECT_EQ(RaplMeter::open(sys(), clock_).error().code, ErrorCode::kUnavailable);
}

TEST_F(Rapl, SaysHowToMakeTheCounterReadable) {
  zone("intel-rapl:0", "package-0", 0);
  fs::permissions(sys() / "class/powercap/intel-rapl:0/energy_uj", fs::perms::none);
  const Unprivileged user;
  const auto meter = RaplMeter::open(sys(), clock_);
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(meter.error().hint,
              HasSubstr("sudo chmod -R a+r " + (sys() / "class/powercap/intel-rapl").string()));
}

TEST_F(Rapl, RefusesARangeOfZero) {
  zone("intel-rapl:0", "package-0", 0, 0);
  EXPECT_EQ(RaplMeter::open(sys(), clock_).error().code, ErrorCode::kCorrupt);
}

TEST_F(Rapl, RefusesACounterThatIsNoNumber) {
  zone("intel-rapl:0", "package-0", 0);
  write_file(sys() / "class/powercap/intel-rapl:0/energy_uj", "12x\n");
  EXPECT_EQ(RaplMeter::open(sys(), clock_).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace wattle::energy
