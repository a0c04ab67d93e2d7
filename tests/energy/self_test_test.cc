// SPDX-License-Identifier: MIT
#include "energy/self_test.h"

#include <gmock/gmock.h>

#include "energy/meters/estimate.h"
#include "tests/energy/puppet.h"

namespace wattle::energy {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A quiet machine and a meter that repeats itself.
SelfTest fine() {
  SelfTest seen;
  seen.idle = Watts(10);
  seen.one_busy = Watts(15);
  seen.all_busy = Watts(30);
  seen.threads = 4;
  seen.same_load = {0.001, 0.01};
  seen.step = Seconds(0.001);
  return seen;
}

MeterInfo counter() {
  MeterInfo info;
  info.source = Source::kCounter;
  return info;
}

TEST(Concerns, AreNoneWhereAllIsWell) { EXPECT_THAT(concerns(fine(), counter()), IsEmpty()); }

TEST(Concerns, TellAMeterThatSeesNoLoad) {
  SelfTest seen = fine();
  seen.one_busy = seen.idle;
  EXPECT_THAT(concerns(seen, counter()), Contains(HasSubstr("does not see a busy thread")));
}

TEST(Concerns, TellAMeterThatStandsStill) {
  SelfTest seen = fine();
  seen.step.reset();
  EXPECT_THAT(concerns(seen, counter()), Contains(HasSubstr("less than twice in a window")));
}

TEST(Concerns, TellADifferenceOfTheSame) {
  SelfTest seen = fine();
  seen.same_load = {0.03, 0.01};
  EXPECT_THAT(concerns(seen, counter()), Contains(HasSubstr("differs by 3 %")));
}

TEST(Concerns, TellWhatCannotBeTold) {
  SelfTest seen = fine();
  seen.same_load = {0.03, 0.2};
  EXPECT_THAT(concerns(seen, counter()), Contains(HasSubstr("below 20 %")));
}

TEST(Concerns, TellDriftNeighboursAndEstimates) {
  SelfTest seen = fine();
  seen.drift = -0.1;
  seen.others_when_idle = 0.5;
  MeterInfo info = counter();
  info.source = Source::kEstimated;
  EXPECT_THAT(concerns(seen, info), AllOf(Contains(HasSubstr("drifted by -10 %")),
                                          Contains(HasSubstr("keep 0.5 CPUs busy")),
                                          Contains(HasSubstr("not how true"))));
}

TEST(SelfTest, SeesALoadByTheEstimate) {
  const System system;
  auto meter = EstimateMeter::open(system);
  if (!meter) GTEST_SKIP() << "skipped: " << meter.error().message;
  const auto seen = run_self_test(**meter, system, {.window = Seconds(0.05), .pairs = 2});
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_GT(seen->one_busy, Watts(0));
  EXPECT_GT(seen->all_busy, Watts(0));
  EXPECT_GE(seen->threads, 1);
  EXPECT_EQ(seen->step, Seconds(0));  // it moves whenever it is read
}

TEST(SelfTest, FindsTheStepOfACoarseMeter) {
  // Moves by 1 J at each hundredth read.
  class Coarse final : public EnergyMeter {
   public:
    const MeterInfo& info() const override { return info_; }
    Result<CumulativeEnergy> read() override {
      const int steps = ++reads_ / 100;
      const Joules joules(steps);
      return CumulativeEnergy{joules, joules, joules};
    }

   private:
    MeterInfo info_;
    int reads_ = 0;
  };
  Coarse meter;
  const auto seen = run_self_test(meter, {}, {.window = Seconds(0.02), .pairs = 2});
  ASSERT_TRUE(seen) << seen.error().message;
  ASSERT_TRUE(seen->step);
  EXPECT_LT(*seen->step, Seconds(0.02));
}

TEST(SelfTest, EndsWhenItIsStoppedAndTellsAMetersError) {
  testing::Strings strings;
  testing::Puppet meter(strings);
  std::stop_source source;
  source.request_stop();
  const auto stopped = run_self_test(meter, {}, {.stop = source.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  strings.broken = true;
  EXPECT_EQ(run_self_test(meter, {}, {.window = Seconds(0.01)}).error().code, ErrorCode::kIo);
  EXPECT_EQ(run_self_test(meter, {}, {.pairs = 1}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::energy
