// SPDX-License-Identifier: MIT
#include "energy/meters/replay_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Sums of a handful of decimal fractions; times since 1970 have a rounding of 2e-7 s.
constexpr double kRounding = 1e-12;
constexpr double kTimestamp = 1e-4;

double joules(const Recording& recording) {
  return (recording.samples.back().joules - recording.samples.front().joules).value;
}

Error refusal(const std::string& text) { return parse_recording(text).error(); }

TEST(Recording, IsJoulesOverSeconds) {
  const auto recording = parse_recording("seconds,joules\n0,5\n1.5,20\n2,31").value();
  ASSERT_EQ(recording.samples.size(), 3U) << "the last line needs no end";
  EXPECT_EQ(recording.samples[1].time, Seconds(1.5));
  EXPECT_DOUBLE_EQ(joules(recording), 26.0);
  EXPECT_THAT(recording.domains, ElementsAre("recorded"));
}

TEST(Recording, IntegratesWatts) {
  const auto recording = parse_recording("watts,seconds\n10,0\n20,2\n0,3\n").value();
  EXPECT_NEAR(joules(recording), 30.0 + 10.0, 40.0 * kRounding);
}

TEST(Recording, NamesTheLineOfAFault) {
  EXPECT_THAT(refusal("seconds,joules\n0,5\nx,6\n").message, HasSubstr("line 3: \"x\""));
  EXPECT_THAT(refusal("seconds,joules\n0,5\n1,many\n").message, HasSubstr("line 3: \"many\""));
  EXPECT_THAT(refusal("seconds,watts\n0,5\n1,-2\n").message, HasSubstr("line 3: \"-2\""));
  EXPECT_THAT(refusal("seconds,joules\n0,5\n0,6\n").message, HasSubstr("line 3: its time"));
  EXPECT_THAT(refusal("seconds,joules\n0,5\n1,4\n").message, HasSubstr("line 3: its energy"));
  EXPECT_THAT(refusal("seconds,joules\n0,5\n1\n").message, HasSubstr("line 3: "));
}

TEST(Recording, NeedsAHeadingThatSaysWhatItIs) {
  EXPECT_EQ(refusal("0,5\n1,6\n").code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refusal("seconds,volts\n0,5\n").hint, HasSubstr("\"joules\""));
  EXPECT_EQ(refusal("seconds,watts,joules\n0,5,1\n").code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refusal("").code, ErrorCode::kCorrupt);
}

constexpr const char* kNvidiaLog =
    "timestamp, name, utilization.gpu [%], power.draw [W], temperature.gpu\n"
    "2024/02/28 23:59:59.500, NVIDIA Sample 1, 0 %, 30.00 W, 32\n"
    "2024/02/29 00:00:00.500, NVIDIA Sample 1, 9 %, 50.00 W, 33\n"
    "2024/02/29 00:00:02.500, NVIDIA Sample 1, 90 %, 150.00 W, 41\n";

TEST(Recording, ReadsALogOfNvidiaSmiAcrossMidnight) {
  const auto recording = parse_recording(kNvidiaLog).value();
  EXPECT_NEAR(joules(recording), 40.0 + 200.0, kTimestamp);
  EXPECT_THAT(recording.domains, ElementsAre("gpu"));
}

TEST(Recording, LeavesOutALineThatWasCutOff) {
  const auto recording =
      parse_recording(std::string(kNvidiaLog) + "2024/02/29 00:00:03.500, NVIDIA Sam").value();
  EXPECT_NEAR(joules(recording), 240.0, kTimestamp);
}

TEST(Recording, ReadsTimestampsWithDashes) {
  const auto recording = parse_recording(
                             "timestamp,gpu_name,gpu_power_draw\n"
                             "2024-02-28 10:00:00.000,Sample,10.00 W\n"
                             "2024-02-28 10:00:10.000,Sample,20.00 W\n")
                             .value();
  EXPECT_NEAR(joules(recording), 150.0, 20.0 * kTimestamp);
}

TEST(Recording, RefusesTimestampsThatAreNone) {
  const std::string heading = "timestamp,power.draw [W]\n2024/02/28 10:00:00.000,1 W\n";
  for (const char* time : {"2024/13/28 10:00:00.000", "2023/02/29 10:00:00", "10:00:00", "now"}) {
    EXPECT_THAT(refusal(heading + time + ",1 W\n").message, HasSubstr("line 3")) << time;
  }
}

TEST(Recording, WantsOneGpuInALogOfNvidiaSmi) {
  EXPECT_THAT(refusal("timestamp,index,power.draw [W]\n"
                      "2024/02/28 10:00:00.000,0,1 W\n"
                      "2024/02/28 10:00:00.000,1,1 W\n")
                  .message,
              HasSubstr("line 3: its time"));
}

constexpr const char* kPowermetrics =
    "Machine model: Sample1,1\n"
    "\n"
    "*** Sampled system activity (Mon Jan  1 10:00:00 2024 +0000) (100.00ms elapsed) ***\n"
    "\n"
    "CPU 0 frequency: 1000 MHz\n"
    "CPU Power: 1000 mW\n"
    "GPU Power: 200 mW\n"
    "ANE Power: 0 mW\n"
    "Combined Power (CPU + GPU + ANE): 1200 mW\n"
    "\n"
    "*** Sampled system activity (Mon Jan  1 10:00:00 2024 +0000) (250.00ms elapsed) ***\n"
    "CPU Power: 2000 mW\n"
    "GPU Power: 0 mW\n"
    "ANE Power: 0 mW\n"
    "Combined Power (CPU + GPU + ANE): 2000 mW\n";

TEST(Recording, ReadsPowermetrics) {
  const auto recording = parse_recording(kPowermetrics).value();
  ASSERT_EQ(recording.samples.size(), 3U);
  EXPECT_NEAR(joules(recording), 0.12 + 0.5, kRounding);
  EXPECT_NEAR(recording.samples.back().time.value, 0.35, kRounding);
  EXPECT_THAT(recording.domains, ElementsAre("gpu", "package"));
}

TEST(Recording, AddsThePartsWherePowermetricsDoesNot) {
  const auto recording = parse_recording(
                             "*** Sampled system activity (now) (1000ms elapsed) ***\n"
                             "CPU Power: 1500 mW\nGPU Power: 250 mW\nANE Power: 50 mW\n")
                             .value();
  EXPECT_NEAR(joules(recording), 1.8, kRounding);
}

TEST(Recording, ReadsThePackageOfIntelProcessors) {
  const auto recording = parse_recording(
                             "*** Sampled system activity (now) (2000ms elapsed) ***\n"
                             "Intel energy model derived package power (CPUs+GT+SA): 3.50W\n")
                             .value();
  EXPECT_NEAR(joules(recording), 7.0, kRounding);
  EXPECT_THAT(recording.domains, ElementsAre("package"));
}

TEST(Recording, NamesTheLineOfAFaultInPowermetrics) {
  const std::string begin = "*** Sampled system activity (now) (100ms elapsed) ***\n";
  EXPECT_THAT(refusal(begin + "CPU 0 frequency: 1 MHz\n").message,
              HasSubstr("line 1: the sample that begins here has no power"));
  EXPECT_THAT(refusal(begin + "CPU Power: much\n").message, HasSubstr("line 2: "));
  EXPECT_THAT(refusal("*** Sampled system activity (now)\n").message, HasSubstr("line 1: "));
}

class ReplayFile : public ::testing::Test {
 protected:
  auto open(const std::string& text) {
    testing::write_file(file(), text);
    return open_replay_file(file(), system());
  }
  System system() const {
    System system;
    system.clock = clock_;
    return system;
  }
  std::filesystem::path file() const { return folder_.path() / "run.csv"; }

  testing::TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
};

TEST_F(ReplayFile, PlaysARecording) {
  const auto meter = open("seconds,joules\n10,0\n20,100\n").value();
  clock_->advance(Seconds(5));
  EXPECT_DOUBLE_EQ(meter->read()->joules.value, 50.0);
  EXPECT_EQ(meter->info().source, Source::kReplayed);
}

TEST_F(ReplayFile, NamesTheFile) {
  EXPECT_THAT(open("seconds,joules\n0,5\nx,6\n").error().message,
              HasSubstr("run.csv: line 3: \"x\""));
  EXPECT_THAT(open("seconds,joules\n0,5\n").error().message, HasSubstr("run.csv"));
}

TEST_F(ReplayFile, SaysThatThereIsNone) {
  const auto meter = open_replay_file(file(), system());
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace wattle::energy
