// SPDX-License-Identifier: MIT
#include "energy/meters/hwmon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

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

// Microjoules and microwatts; the sums err by far less than one.
constexpr double kMicro = 1e-6;

class Hwmon : public ::testing::Test {
 protected:
  void driver(const std::string& folder, const std::string& name) { set(folder, "name", name); }
  void set(const std::string& folder, const std::string& file, const std::string& value) {
    write_file(path(folder) / file, value + "\n");
  }
  void set(const std::string& folder, const std::string& file, std::uint64_t value) {
    set(folder, file, std::to_string(value));
  }
  /// A counter that comes to `value` while it is watched.
  void counter(const std::string& folder, const std::string& file, std::uint64_t value) {
    set(folder, file, value + 1);
    moving_.push_back({folder, file, value});
  }
  System system() {
    System system;
    system.sys = folder_.path();
    system.clock = clock_;
    system.pause = [this](Seconds) {
      for (const auto& [folder, file, value] : moving_) set(folder, file, value);
    };
    return system;
  }
  void open(const std::string& domain = {}) { meter_ = open_hwmon(system(), domain).value(); }
  Error refusal(const std::string& domain = {}) { return open_hwmon(system(), domain).error(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }
  fs::path path(const std::string& folder) const { return folder_.path() / "class/hwmon" / folder; }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;

 private:
  struct Moving {
    std::string folder;
    std::string file;
    std::uint64_t value;
  };
  std::vector<Moving> moving_;
};

TEST_F(Hwmon, IntegratesThePowerOfAnAmdGpu) {
  driver("hwmon3", "amdgpu");
  set("hwmon3", "power1_cap", 300'000'000);
  set("hwmon3", "power1_average", 100'000'000);
  set("hwmon3", "power1_input", 1);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("gpu"));
  EXPECT_EQ(meter_->info().source, Source::kSampled);
  set("hwmon3", "power1_average", 200'000'000);
  const CumulativeEnergy energy = read_after(0.1);
  EXPECT_NEAR(energy.joules.value, 15.0, kMicro);
  EXPECT_NEAR(energy.low.value, 14.95, kMicro) << "half a watt for a tenth of a second";
}

TEST_F(Hwmon, TakesTheInputWhereThereIsNoAverage) {
  driver("hwmon0", "amdgpu");
  set("hwmon0", "power1_cap", 300'000'000);
  set("hwmon0", "power1_input", 40'000'000);
  open();
  EXPECT_NEAR(read_after(0.1).joules.value, 4.0, kMicro);
}

TEST_F(Hwmon, KnowsThatAProcessorWithGraphicsShowsItsWholePackage) {
  driver("hwmon0", "amdgpu");
  set("hwmon0", "power1_input", 15'000'000);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("package"));
}

TEST_F(Hwmon, CountsMicrojoulesOfAnIntelGpu) {
  driver("hwmon1", "xe");
  counter("hwmon1", "energy1_input", 7'000'000);
  set("hwmon1", "power1_input", 1);
  open();
  EXPECT_EQ(meter_->info().source, Source::kCounter);
  set("hwmon1", "energy1_input", 9'500'000);
  EXPECT_NEAR(read_after(1).joules.value, 2.5, kMicro);
}

TEST_F(Hwmon, GoesOnWhereASmallCounterWraps) {
  constexpr std::uint64_t kRange = std::uint64_t{1} << 32;
  driver("hwmon1", "i915");
  counter("hwmon1", "energy1_input", kRange - 1'000'000);
  open();
  set("hwmon1", "energy1_input", 2'000'000);
  EXPECT_NEAR(read_after(1).joules.value, 3.0, kMicro);
}

TEST_F(Hwmon, TakesTheFallOfALargeCounterForAReset) {
  driver("hwmon1", "xe");
  counter("hwmon1", "energy1_input", 5'000'000'000'000);
  open();
  set("hwmon1", "energy1_input", 2'000'000);
  const CumulativeEnergy energy = read_after(1);
  EXPECT_NEAR(energy.joules.value, 2.0, kMicro);
  EXPECT_NEAR(energy.high.value, 1002.0, kMicro);
}

TEST_F(Hwmon, CountsSocketsAndNotTheCoresInThem) {
  driver("hwmon2", "amd_energy");
  for (const auto& [number, label] : {std::pair{"1", "Ecore000"}, std::pair{"2", "Ecore001"},
                                      std::pair{"3", "Esocket0"}, std::pair{"4", "Esocket1"}}) {
    set("hwmon2", std::string("energy") + number + "_label", label);
    counter("hwmon2", std::string("energy") + number + "_input", 0);
  }
  open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("package-0", "package-1"));
  for (const char* number : {"1", "2", "3", "4"}) {
    set("hwmon2", std::string("energy") + number + "_input", 1'000'000);
  }
  EXPECT_NEAR(read_after(1).joules.value, 2.0, kMicro);
}

TEST_F(Hwmon, AddsTheTwoSensorsOfZenpowerThatDoNotOverlap) {
  driver("hwmon2", "zenpower");
  set("hwmon2", "power1_label", "SVI2_P_Core");
  set("hwmon2", "power1_input", 30'000'000);
  set("hwmon2", "power2_label", "SVI2_P_SoC");
  set("hwmon2", "power2_input", 10'000'000);
  set("hwmon2", "power3_label", "Something");
  set("hwmon2", "power3_input", 99'000'000);
  open();
  EXPECT_NEAR(read_after(0.1).joules.value, 4.0, kMicro);
}

TEST_F(Hwmon, CountsAProcessorThatTwoDriversShowOnce) {
  driver("hwmon1", "zenpower");
  set("hwmon1", "power1_label", "SVI2_P_Core");
  set("hwmon1", "power1_input", 30'000'000);
  driver("hwmon2", "amd_energy");
  set("hwmon2", "energy1_label", "Esocket0");
  counter("hwmon2", "energy1_input", 0);
  open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("package-0"));
  EXPECT_EQ(meter_->info().source, Source::kCounter) << "the counter is the better one";
}

TEST_F(Hwmon, NumbersGpusInTheOrderOfTheirSensors) {
  for (const char* folder : {"hwmon10", "hwmon2"}) {
    driver(folder, "amdgpu");
    set(folder, "power1_cap", 1);
  }
  set("hwmon2", "power1_average", 20'000'000);
  set("hwmon10", "power1_average", 100'000'000);
  open();
  EXPECT_THAT(meter_->info().parts, ElementsAre("gpu-0", "gpu-1"));
  EXPECT_NEAR(read_after(0.1).parts[0].value, 2.0, kMicro) << "hwmon2 comes before hwmon10";
}

TEST_F(Hwmon, ReadsOneDomainWhenAsked) {
  driver("hwmon0", "amdgpu");
  set("hwmon0", "power1_cap", 1);
  set("hwmon0", "power1_average", 20'000'000);
  driver("hwmon1", "fam15h_power");
  set("hwmon1", "power1_input", 50'000'000);
  open();
  EXPECT_THAT(meter_->info().domains, ElementsAre("gpu", "package"));
  open("package");
  EXPECT_THAT(meter_->info().domains, ElementsAre("package"));
  open("gpu");
  EXPECT_THAT(meter_->info().domains, ElementsAre("gpu"));
}

TEST_F(Hwmon, NamesTheSensorsThatItDoesNotRead) {
  driver("hwmon0", "coretemp");
  driver("hwmon1", "nvme");
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr("only coretemp, nvme"));
}

TEST_F(Hwmon, IsUnavailableWithoutTheFolder) {
  EXPECT_EQ(refusal("gpu").code, ErrorCode::kUnavailable);
}

TEST_F(Hwmon, RefusesAProcessorOfNoPower) {
  driver("hwmon1", "fam15h_power");
  set("hwmon1", "power1_input", 0);
  EXPECT_THAT(refusal().message, HasSubstr("shows 0 W"));
}

TEST_F(Hwmon, RefusesACounterThatStandsStill) {
  driver("hwmon1", "xe");
  set("hwmon1", "energy1_input", 77);
  EXPECT_THAT(refusal().message, HasSubstr("stands still at 77"));
}

TEST_F(Hwmon, RefusesWhatIsNoNumber) {
  driver("hwmon1", "fam15h_power");
  set("hwmon1", "power1_input", "N/A");
  EXPECT_EQ(refusal().code, ErrorCode::kCorrupt);
}

TEST_F(Hwmon, SaysThatRightsAreMissing) {
  driver("hwmon1", "amd_energy");
  set("hwmon1", "energy1_label", "Esocket0");
  set("hwmon1", "energy1_input", 0);
  fs::permissions(path("hwmon1") / "energy1_input", fs::perms::none);
  const Unprivileged user;
  EXPECT_EQ(refusal().code, ErrorCode::kPermissionDenied);
}

TEST_F(Hwmon, FailsToReadASensorThatIsGoneAndBridgesTheGapWidely) {
  driver("hwmon0", "amdgpu");
  set("hwmon0", "power1_cap", 1);
  set("hwmon0", "power1_average", 20'000'000);
  open();
  fs::remove(path("hwmon0") / "power1_average");
  clock_->advance(Seconds(5));
  EXPECT_FALSE(meter_->read().has_value());
  set("hwmon0", "power1_average", 20'000'000);
  const CumulativeEnergy energy = read_after(5);
  EXPECT_NEAR(energy.joules.value, 200.0, kMicro);
  EXPECT_LT(energy.low.value, 3.0);
  EXPECT_GT(energy.high.value, 9000.0);
}

}  // namespace
}  // namespace wattle::energy
