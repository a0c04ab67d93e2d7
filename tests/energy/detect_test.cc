// SPDX-License-Identifier: MIT
#include "energy/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/energy/fake_gpus.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeGpus;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::write_energy;
using testing::write_file;
using testing::write_stat;
using testing::write_zone;

class Detect : public ::testing::Test {
 protected:
  void add_rapl() { write_zone(system_.sys, "intel-rapl:0", "package-0", 1, 1'000'000'000); }
  void add_stat() { write_stat(system_.proc, 4, Seconds(1)); }
  void add_hwmon(const std::string& folder, const std::string& driver) {
    const std::filesystem::path path = system_.sys / "class/hwmon" / folder;
    write_file(path / "name", driver + "\n");
    write_file(path / "power1_cap", "1\n");
    write_file(path / "power1_input", "20000000\n");
  }
  void add_battery(const std::string& status) {
    const std::filesystem::path path = system_.sys / "class/power_supply/BAT0";
    write_file(path / "type", "Battery\n");
    write_file(path / "status", status + "\n");
    write_file(path / "power_now", "10000000\n");
  }
  void add_nvidia() {
    gpus_.emplace(1);
    gpus_->set(0, "power", 100'000);
    system_.nvml = FakeGpus::library();
  }
  std::string recording() {
    const auto file = folder_.path() / "a+b.csv";
    write_file(file, "seconds,joules\n0,0\n10,100\n");
    return "replay:" + file.string();
  }
  MeterChoice automatic() { return open_meter("auto", system_).value(); }
  std::string chosen() { return automatic().meter->info().name; }
  /// The counter of RAPL goes up whenever it is waited for.
  void move() {
    const auto zone = system_.sys / "class/powercap/intel-rapl:0";
    if (std::filesystem::exists(zone)) write_energy(system_.sys, "intel-rapl:0", ++energy_);
  }

  TemporaryFolder folder_;
  std::optional<FakeGpus> gpus_;
  std::uint64_t energy_ = 1;
  System system_{.sys = folder_.path() / "sys",
                 .proc = folder_.path() / "proc",
                 .nvml = "libno-such-nvml.so.1",
                 .cuda = {},
                 .pause = [this](Seconds) { move(); }};
};

TEST_F(Detect, PrefersTheCounter) {
  add_rapl();
  add_stat();
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "rapl");
  EXPECT_THAT(choice.passed_over, ElementsAre(StartsWith("nvml: "), StartsWith("hwmon: ")));
}

TEST_F(Detect, FallsBackToTheEstimateAndSaysWhy) {
  add_stat();
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "estimate");
  EXPECT_THAT(choice.passed_over,
              ElementsAre(StartsWith("rapl: "), StartsWith("hwmon: "), StartsWith("battery: "),
                          StartsWith("nvml: "), StartsWith("hwmon: ")));
}

TEST_F(Detect, PassesOverACounterThatStandsStill) {
  add_rapl();
  add_stat();
  system_.pause = [](Seconds) {};
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "estimate");
  EXPECT_THAT(choice.passed_over, Contains(HasSubstr("package-0 stands still at 1")));
}

TEST_F(Detect, AddsTheGpus) {
  add_rapl();
  add_nvidia();
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "rapl+nvml");
  EXPECT_THAT(choice.meter->info().domains, ElementsAre("gpu", "package"));
  EXPECT_THAT(choice.passed_over, IsEmpty());
}

TEST_F(Detect, AddsTheGpusToAnEstimate) {
  add_stat();
  add_nvidia();
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "estimate+nvml");
  EXPECT_EQ(choice.meter->info().source, Source::kEstimated);
}

TEST_F(Detect, TakesGpusWithoutAnyProcessorMeter) {
  add_nvidia();
  EXPECT_EQ(chosen(), "nvml");
}

TEST_F(Detect, TakesSensorsOfProcessorAndGpuByTheirDomain) {
  add_hwmon("hwmon0", "fam15h_power");
  add_hwmon("hwmon1", "amdgpu");
  EXPECT_EQ(chosen(), "hwmon+hwmon");
  add_rapl();
  EXPECT_EQ(chosen(), "rapl+hwmon");
  EXPECT_THAT(automatic().meter->info().domains, ElementsAre("gpu", "package"));
}

TEST_F(Detect, TakesTheBatteryBeforeTheEstimateAndAlone) {
  add_stat();
  add_nvidia();
  add_battery("Discharging");
  EXPECT_EQ(chosen(), "battery");
  add_rapl();
  EXPECT_EQ(chosen(), "rapl+nvml");
}

TEST_F(Detect, PassesOverABatteryThatCharges) {
  add_stat();
  add_battery("Charging");
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "estimate");
  EXPECT_THAT(choice.passed_over, Contains(HasSubstr("BAT0 is \"Charging\"")));
}

TEST_F(Detect, TakesTheCommandThatIsSetAlone) {
  add_rapl();
  add_nvidia();
  system_.command = "echo 100 W";
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "command");
  EXPECT_THAT(choice.meter->info().domains, ElementsAre("wall"));
}

TEST_F(Detect, PassesOverACommandThatFails) {
  add_rapl();
  system_.command = "exit 1";
  const auto choice = automatic();
  EXPECT_EQ(choice.meter->info().name, "rapl");
  EXPECT_THAT(choice.passed_over, Contains(StartsWith("command: ")));
}

TEST_F(Detect, OpensAMeterByName) {
  add_rapl();
  add_stat();
  EXPECT_EQ(open_meter("estimate", system_)->meter->info().name, "estimate");
  EXPECT_EQ(open_meter("rapl", system_)->meter->info().name, "rapl");
}

TEST_F(Detect, OpensSeveralByName) {
  add_stat();
  add_nvidia();
  EXPECT_EQ(open_meter("nvml+estimate", system_)->meter->info().name, "nvml+estimate");
}

TEST_F(Detect, RefusesToCountADomainTwice) {
  add_rapl();
  add_stat();
  const auto choice = open_meter("rapl+estimate", system_);
  ASSERT_FALSE(choice.has_value());
  EXPECT_EQ(choice.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(choice.error().message, HasSubstr("\"package\""));
}

TEST_F(Detect, OpensARecordingWhateverItsName) {
  EXPECT_EQ(open_meter(recording(), system_)->meter->info().name, "replay");
  add_rapl();
  EXPECT_EQ(open_meter("rapl+" + recording(), system_)->meter->info().name, "rapl+replay");
}

TEST_F(Detect, DoesNotReplaceANamedMeterThatDoesNotWork) {
  add_stat();
  EXPECT_EQ(open_meter("rapl", system_).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(open_meter("estimate+nvml", system_).error().code, ErrorCode::kUnavailable);
}

TEST_F(Detect, GivesEachReasonWhenNothingWorks) {
  const auto choice = open_meter("auto", system_);
  ASSERT_FALSE(choice.has_value());
  EXPECT_EQ(choice.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(choice.error().message, HasSubstr("rapl: "));
  EXPECT_THAT(choice.error().message, HasSubstr("estimate: "));
  EXPECT_THAT(choice.error().message, HasSubstr("nvml: "));
}

TEST_F(Detect, ListsTheNamesAndTheNearest) {
  const auto choice = open_meter("rappl", system_);
  ASSERT_FALSE(choice.has_value());
  EXPECT_EQ(choice.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(choice.error().message, HasSubstr(R"("auto", "rapl", "nvml")"));
  EXPECT_THAT(choice.error().hint, HasSubstr("\"rapl\""));
  add_rapl();
  EXPECT_THAT(open_meter("rapl+nvlm", system_).error().hint, HasSubstr("\"nvml\""));
}

TEST_F(Detect, TriesEveryMeterForTheList) {
  add_stat();
  const auto all = list_meters(system_);
  std::vector<std::string> names;
  for (const MeterStatus& status : all) names.push_back(status.name);
  EXPECT_THAT(names,
              ElementsAre("rapl", "nvml", "hwmon", "battery", "command", "estimate", "replay"));
  for (const MeterStatus& status : all) {
    EXPECT_EQ(status.info.has_value(), status.name == "estimate") << status.name;
    EXPECT_EQ(status.reason.message.empty(), status.name == "estimate") << status.name;
  }
  EXPECT_THAT(all[0].reason.hint, HasSubstr("modprobe"));
  EXPECT_THAT(all[6].reason.hint, HasSubstr("replay:FILE"));
}

TEST(MeterNames, AreThoseThatCanBeOpened) {
  for (const char* name : {"auto", "rapl", "rapl+nvml", "replay:a+b.csv", "nvml+replay:x"}) {
    EXPECT_TRUE(is_meter_name(name)) << name;
  }
  for (const char* name : {"", "rappl", "rapl+", "+rapl", "auto+nvml", "replay", "replay:"}) {
    EXPECT_FALSE(is_meter_name(name)) << name;
  }
}

TEST(DetectHere, OpensSomethingOnThisMachine) {
  const auto choice = open_meter("auto");
  if (!choice) GTEST_SKIP() << "skipped: " << choice.error().message;
  EXPECT_TRUE(choice->meter->read().has_value());
}

}  // namespace
}  // namespace wattle::energy
