// SPDX-License-Identifier: MIT
#include "energy/meters/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_file;

using Kind = CommandOutput::Kind;

TEST(CommandOutput, IsWattsOrJoules) {
  struct Case {
    const char* text;
    Kind kind;
    double value;
    double step;
  };
  for (const Case& c :
       {Case{"12.5 W\n", Kind::kWatts, 12.5, 0.1}, Case{"12.5", Kind::kWatts, 12.5, 0.1},
        Case{"\n\n  130W\n", Kind::kWatts, 130, 1}, Case{"1234 J\nmore\n", Kind::kJoules, 1234, 1},
        Case{"1.2e3 J", Kind::kJoules, 1200, 100},
        Case{"{\"watts\": 12.25}", Kind::kWatts, 12.25, 0.01},
        Case{"{ \"name\": \"plug\",\n \"joules\" : 7 }\n", Kind::kJoules, 7, 1}}) {
    const auto output = parse_command_output(c.text);
    ASSERT_TRUE(output.has_value()) << c.text;
    EXPECT_EQ(output->kind, c.kind) << c.text;
    EXPECT_DOUBLE_EQ(output->value, c.value) << c.text;
    EXPECT_DOUBLE_EQ(output->step, c.step) << c.text;
  }
}

TEST(CommandOutput, IsNothingElse) {
  for (const char* text :
       {"", "\n", "W", "watts", "12,5 W", "12.5 kW", "-3 W", "nan", "12 13", "{}",
        "{\"watts\": \"many\"}", "{\"watts\": 1, \"joules\": 2}", "{\"watts\": 3", "[1]"}) {
    EXPECT_FALSE(parse_command_output(text).has_value()) << text;
  }
}

class Command : public ::testing::Test {
 protected:
  /// What the command prints from now on; it also leaves a mark for each call.
  void print(const std::string& text) { write_file(output(), text + "\n"); }
  System system() {
    System system;
    system.clock = clock_;
    system.command = "cat " + output().string() + " && echo >> " + calls().string();
    return system;
  }
  void open() { meter_ = open_command(system()).value(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }
  std::uintmax_t count_calls() const { return std::filesystem::file_size(calls()); }
  std::filesystem::path output() const { return folder_.path() / "output"; }
  std::filesystem::path calls() const { return folder_.path() / "calls"; }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

TEST_F(Command, IntegratesWatts) {
  print("100 W");
  open();
  EXPECT_EQ(meter_->info().source, Source::kSampled);
  EXPECT_THAT(meter_->info().domains, ElementsAre("wall"));
  print("200 W");
  const CumulativeEnergy energy = read_after(0.1);
  EXPECT_DOUBLE_EQ(energy.joules.value, 15.0);
  EXPECT_DOUBLE_EQ(energy.low.value, 14.95) << "half a watt, the last digit printed";
}

TEST_F(Command, CountsJoulesFromItsOpening) {
  print("1000.5 J");
  open();
  EXPECT_EQ(meter_->info().source, Source::kCounter);
  print("1001.75 J");
  EXPECT_DOUBLE_EQ(read_after(1).joules.value, 1.25);
}

TEST_F(Command, TakesAFallOfJoulesForAReset) {
  print("1000 J");
  open();
  print("3 J");
  const CumulativeEnergy energy = read_after(1);
  EXPECT_DOUBLE_EQ(energy.joules.value, 3.0);
  EXPECT_DOUBLE_EQ(energy.high.value, 1003.0);
}

TEST_F(Command, RunsNoMoreOftenThanItsPeriod) {
  print("100 W");
  open();
  EXPECT_EQ(count_calls(), 1U);
  for (int i = 0; i < 5; ++i) read_after(0.01);
  EXPECT_EQ(count_calls(), 1U);
  read_after(0.06);
  EXPECT_EQ(count_calls(), 2U);
}

/// Each look at it takes a while, as if the command did.
class SlowClock final : public Clock {
 public:
  Seconds now() const override { return Seconds(now_ += 0.25); }
  void advance(double by) { now_ += by; }

 private:
  mutable double now_ = 0.0;
};

TEST_F(Command, RunsLessOftenTheLongerItTakes) {
  print("100 W");
  System system = this->system();
  const auto slow = std::make_shared<SlowClock>();
  system.clock = slow;
  const auto meter = open_command(system).value();
  EXPECT_DOUBLE_EQ(meter->info().resolution.value, 5.0) << "twenty times a quarter of a second";
  slow->advance(4.0);
  ASSERT_TRUE(meter->read().has_value());
  EXPECT_EQ(count_calls(), 1U);
  slow->advance(1.0);
  ASSERT_TRUE(meter->read().has_value());
  EXPECT_EQ(count_calls(), 2U);
}

TEST_F(Command, NamesWhatItPrinted) {
  print("no idea");
  const auto meter = open_command(system());
  ASSERT_FALSE(meter.has_value());
  EXPECT_EQ(meter.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(meter.error().message, HasSubstr("printed \"no idea\""));
  EXPECT_THAT(meter.error().hint, HasSubstr("12.5 W"));
}

TEST_F(Command, FailsUntilItPrintsANumberAgain) {
  print("1000 J");
  open();
  print("error");
  clock_->advance(Seconds(1));
  EXPECT_EQ(meter_->read().error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(meter_->read().error().code, ErrorCode::kCorrupt) << "before it is asked again";
  print("1010 J");
  EXPECT_DOUBLE_EQ(read_after(1).joules.value, 10.0) << "the gap is covered";
}

TEST_F(Command, MayNotChangeItsUnit) {
  print("1000 J");
  open();
  print("1000 W");
  clock_->advance(Seconds(1));
  EXPECT_THAT(meter_->read().error().message, HasSubstr("between watts and joules"));
}

TEST_F(Command, FailsAsItsShellDoes) {
  System system = this->system();
  system.command = "exit 7";
  EXPECT_THAT(open_command(system).error().message, HasSubstr("status 7"));
}

TEST_F(Command, IsKilledWhenItHangs) {
  System system = this->system();
  system.command = "sleep 1000";
  const auto meter = open_command(system, {.limit = Seconds(0.05)});
  ASSERT_FALSE(meter.has_value());
  EXPECT_THAT(meter.error().message, HasSubstr("not done in time"));
}

TEST_F(Command, IsUnavailableWhenNoneIsSet) {
  System system = this->system();
  system.command = "";
  EXPECT_EQ(open_command(system).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace wattle::energy
