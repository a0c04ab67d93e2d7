// SPDX-License-Identifier: MIT
#include "energy/metering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <random>
#include <thread>

#include "energy/meters/replay.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_stat;

constexpr Seconds kWork{0.005};
constexpr double kRounding = 1e-12;  // relative; a handful of operations

/// What the test does to a meter while metering owns it.
struct Strings {
  std::atomic<double> joules{0.0};
  std::atomic<bool> broken{false};
  std::atomic<int> reads{0};
};

class Puppet final : public EnergyMeter {
 public:
  explicit Puppet(Strings& strings, Seconds longest_gap = Seconds(0), double step = 0.0)
      : strings_(strings),
        step_(step),
        info_{.name = "puppet",
              .source = Source::kReplayed,
              .domains = {"package"},
              .resolution = Seconds(1),
              .longest_gap = longest_gap,
              .idle = std::nullopt,
              .explanation = "moved by the test"} {}
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    ++strings_.reads;
    if (strings_.broken) return fail(ErrorCode::kIo, "the string is torn");
    strings_.joules = strings_.joules + step_;
    const Joules joules(strings_.joules);
    return CumulativeEnergy{joules, joules, joules};
  }

 private:
  Strings& strings_;
  double step_;  ///< joules that each read adds
  MeterInfo info_;
};

/// A puppet meter, a manual clock and a machine whose other programs the test controls.
class MeteringTest : public ::testing::Test {
 protected:
  void start(Watts idle = Watts(0)) {
    metering_ = start_metering(std::make_unique<Puppet>(strings_), clock_,
                               {.idle = idle, .sampler_thread = false, .proc = proc_.path()})
                    .value();
  }
  void pass(double seconds, double joules) {
    clock_.advance(Seconds(seconds));
    strings_.joules = strings_.joules + joules;
  }
  static void work_for(Account& account) {
    const ThreadMembership member(account.threads());
    burn(kWork);
  }

  TemporaryFolder proc_;
  Strings strings_;
  ManualClock clock_;
  std::unique_ptr<Metering> metering_;
};

TEST_F(MeteringTest, SplitsBetweenTheTrialAndTheRest) {
  start(Watts(2));
  const auto account = metering_->open();
  work_for(*account);
  burn(kWork);
  pass(10, 80);
  const LedgerTotals totals = metering_->totals();
  EXPECT_EQ(totals.total, Joules(80));
  EXPECT_EQ(totals.idle, Joules(20));
  EXPECT_GT(totals.trials, Joules(0));
  EXPECT_GT(totals.overhead, Joules(0));
  EXPECT_NEAR((totals.trials + totals.overhead).value, 60.0, 60.0 * kRounding);
}

TEST_F(MeteringTest, CountsOnlyThreadsThatJoined) {
  start();
  const auto account = metering_->open();
  burn(kWork);
  pass(1, 10);
  EXPECT_EQ(account->reading().net.joules, Joules(0));
}

TEST_F(MeteringTest, CountsHelpersOfATrial) {
  start();
  const auto account = metering_->open();
  std::jthread([&] { work_for(*account); }).join();
  pass(1, 10);
  EXPECT_GT(account->reading().net.joules, Joules(0));
}

TEST_F(MeteringTest, SharesByCpuTime) {
  start();
  const auto small = metering_->open();
  const auto large = metering_->open();
  work_for(*small);
  for (int i = 0; i < 3; ++i) work_for(*large);
  pass(1, 10);
  const double expected = large->threads().cpu_time() / small->threads().cpu_time();
  EXPECT_NEAR(large->reading().net.joules / small->reading().net.joules, expected,
              expected * kRounding);
}

TEST_F(MeteringTest, BooksOtherProgramsWithIdle) {
  write_stat(proc_.path(), 8, Seconds(100));
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(10, 80);
  write_stat(proc_.path(), 8, Seconds(150));
  // The trial had some 5 ms of 50 s.
  const LedgerTotals totals = metering_->totals();
  EXPECT_GT(totals.trials, Joules(0));
  EXPECT_LT(totals.trials + totals.overhead, Joules(1));
}

TEST_F(MeteringTest, UsesProcessTimeWhereTheMachinesIsUnreadable) {
  start();
  burn(kWork);
  pass(10, 80);
  EXPECT_EQ(metering_->totals().overhead, Joules(80));
}

TEST_F(MeteringTest, ReadsTheMeterWhenAnAccountCloses) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(3, 30);
  const AccountReading last = account->close();
  EXPECT_GT(last.net.joules, Joules(0));
  EXPECT_EQ(last.net.window, Seconds(3));
}

TEST_F(MeteringTest, RepeatsTheLastReadingOfAClosedAccount) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(3, 30);
  const AccountReading last = account->close();
  work_for(*account);
  pass(3, 30);
  EXPECT_EQ(account->reading().net, last.net);
  EXPECT_EQ(account->close(true).net, last.net);
}

TEST_F(MeteringTest, ChargesNobodyForTheTimeBeforeOpening) {
  start();
  pass(3, 30);
  const auto account = metering_->open();
  work_for(*account);
  pass(2, 20);
  EXPECT_LE(account->reading().net.joules, Joules(20));
  EXPECT_EQ(account->reading().net.window, Seconds(2));
}

TEST_F(MeteringTest, ClosesAnAccountThatIsDestroyed) {
  start();
  metering_->open().reset();
  const auto account = metering_->open();
  pass(1, 10);
  EXPECT_FALSE(account->reading().net.shared);
}

TEST_F(MeteringTest, MarksOverlappingAccountsAsShared) {
  start();
  const auto first = metering_->open();
  const auto second = metering_->open();
  pass(1, 10);
  EXPECT_TRUE(first->close().net.shared);
  EXPECT_TRUE(second->close().net.shared);
}

TEST_F(MeteringTest, MovesAFinalistToOverhead) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(1, 10);
  account->close(true);
  EXPECT_NEAR(metering_->totals().overhead.value, 10.0, 10.0 * kRounding);
  EXPECT_EQ(metering_->totals().trials, Joules(0));
}

TEST_F(MeteringTest, CoversFailedReadsWithTheNextGoodOne) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  strings_.broken = true;
  pass(4, 40);
  EXPECT_EQ(metering_->totals().total, Joules(0));
  strings_.broken = false;
  pass(1, 10);
  EXPECT_EQ(metering_->totals().total, Joules(50));
  EXPECT_EQ(account->reading().net.window, Seconds(5));
  EXPECT_GT(account->reading().net.joules, Joules(0));
}

TEST_F(MeteringTest, CountsFailuresAndKeepsTheReason) {
  start();
  EXPECT_FALSE(metering_->last_failure().has_value());
  strings_.broken = true;
  metering_->totals();
  metering_->totals();
  const auto failure = metering_->last_failure();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->code, ErrorCode::kIo);
  EXPECT_THAT(failure->message, HasSubstr("2 reads"));
  EXPECT_THAT(failure->message, HasSubstr("the string is torn"));
}

// The first half's work is shared out although somebody asked before the counter moved.
TEST_F(MeteringTest, KeepsTheIntervalOpenUntilTheCounterMoves) {
  start();
  const auto early = metering_->open();
  const auto late = metering_->open();
  work_for(*early);
  pass(1, 0);
  metering_->totals();
  work_for(*late);
  pass(1, 10);
  EXPECT_GT(early->reading().net.joules, Joules(0));
  EXPECT_EQ(early->reading().net.window, Seconds(2));
}

TEST_F(MeteringTest, LeavesItsAccountsReadable) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(1, 10);
  metering_.reset();
  const Joules at_the_end = account->reading().net.joules;
  EXPECT_GT(at_the_end, Joules(0));
  EXPECT_EQ(account->close().net.joules, at_the_end);
}

TEST_F(MeteringTest, FailsWhenTheFirstReadFails) {
  strings_.broken = true;
  const auto metering = start_metering(std::make_unique<Puppet>(strings_), clock_,
                                       {.idle = Watts(0), .sampler_thread = false});
  EXPECT_EQ(metering.error().code, ErrorCode::kIo);
}

TEST_F(MeteringTest, RefusesAPeriodOfZeroAndNegativeIdlePower) {
  EXPECT_EQ(start_metering(std::make_unique<Puppet>(strings_), clock_, {.period = Seconds(0)})
                .error()
                .code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(
      start_metering(std::make_unique<Puppet>(strings_), clock_, {.idle = Watts(-1)}).error().code,
      ErrorCode::kInvalidArgument);
}

TEST(MeteringIdle, IsTheMetersOwnUnlessGiven) {
  for (const auto& [given, expected] :
       {std::pair<std::optional<Watts>, double>{std::nullopt, 30.0}, {Watts(5), 50.0}}) {
    const auto clock = std::make_shared<ManualClock>();
    auto meter = ReplayMeter::open({{Seconds(0), Joules(0)}, {Seconds(10), Joules(80)}}, clock,
                                   {.idle = Watts(3)})
                     .value();
    const TemporaryFolder no_machine;
    const auto metering =
        start_metering(std::move(meter), *clock,
                       {.idle = given, .sampler_thread = false, .proc = no_machine.path()})
            .value();
    burn(kWork);
    clock->advance(Seconds(10));
    EXPECT_NEAR(metering->totals().idle.value, expected, expected * kRounding);
  }
}

// Thousands of random overlaps against a recording: whatever happens, the parts are the whole, and
// the whole is what the recording says.
TEST(MeteringConservation, HoldsUnderRandomOverlaps) {
  constexpr int kSteps = 4000;
  constexpr double kTolerance = 10.0 * kSteps * std::numeric_limits<double>::epsilon();
  std::mt19937_64 random(42);
  std::uniform_real_distribution<> uniform(0.0, 1.0);
  const auto clock = std::make_shared<ManualClock>();
  std::vector<ReplaySample> recording = {{Seconds(0), Joules(0)}};
  while (recording.back().time < Seconds(kSteps)) {
    const Seconds step(0.1 + 5.0 * uniform(random));
    recording.push_back({recording.back().time + step,
                         recording.back().joules + Watts(60 * uniform(random)) * step});
  }
  auto meter = ReplayMeter::open(recording, clock, {.low_factor = 0.8, .high_factor = 1.5}).value();
  auto reference = ReplayMeter::open(recording, clock).value();
  const auto metering =
      start_metering(std::move(meter), *clock, {.idle = Watts(20), .sampler_thread = false})
          .value();
  std::vector<std::unique_ptr<Account>> accounts;
  for (int i = 0; i < kSteps; ++i) {
    const double choice = uniform(random);
    if (accounts.empty() || choice < 0.15) accounts.push_back(metering->open());
    Account& account = *accounts[random() % accounts.size()];
    if (choice > 0.9) account.close(choice > 0.97);
    if (choice > 0.5) {
      const ThreadMembership member(account.threads());
      burn(Seconds(2e-5));
    }
    if (choice > 0.3 && choice < 0.4) account.reading();
    clock->advance(Seconds(uniform(random) < 0.2 ? 0.0 : uniform(random)));
    const LedgerTotals totals = metering->totals();
    const double tolerance = kTolerance * std::max(1.0, totals.total.value);
    ASSERT_NEAR((totals.trials + totals.overhead + totals.idle).value, totals.total.value,
                tolerance);
    ASSERT_NEAR(totals.total.value, reference->read()->joules.value, tolerance);
    if (accounts.size() > 12) accounts.erase(accounts.begin());
  }
}

TEST(Sampler, ReadsWithoutBeingAsked) {
  Strings strings;
  const SteadyClock clock;
  const auto metering = start_metering(std::make_unique<Puppet>(strings), clock,
                                       {.period = Seconds(1e-3), .idle = Watts(0)})
                            .value();
  while (strings.reads < 5) std::this_thread::yield();
  EXPECT_GE(strings.reads, 5);
}

TEST(Sampler, ReadsAtLeastAsOftenAsTheMeterNeeds) {
  Strings strings;
  const SteadyClock clock;
  const auto metering = start_metering(std::make_unique<Puppet>(strings, Seconds(1e-3)), clock,
                                       {.period = Seconds(3600), .idle = Watts(0)})
                            .value();
  while (strings.reads < 5) std::this_thread::yield();
  EXPECT_GE(strings.reads, 5);
}

TEST(Sampler, StopsWithoutWaitingForItsPeriod) {
  Strings strings;
  const SteadyClock clock;
  auto metering = start_metering(std::make_unique<Puppet>(strings), clock,
                                 {.period = Seconds(3600), .idle = Watts(0)})
                      .value();
  const Seconds start = clock.now();
  metering.reset();
  EXPECT_LT(clock.now() - start, Seconds(60));  // generous: an hour is what would be wrong
}

TEST(Sampler, WorksBesideBusyTrials) {
  Strings strings;
  const SteadyClock clock;
  const auto metering = start_metering(std::make_unique<Puppet>(strings, Seconds(0), 0.01), clock,
                                       {.period = Seconds(1e-3), .idle = Watts(0)})
                            .value();
  std::vector<std::jthread> workers;
  for (int worker = 0; worker < 3; ++worker) {
    workers.emplace_back([&] {
      for (int trial = 0; trial < 20; ++trial) {
        const auto account = metering->open();
        const ThreadMembership member(account->threads());
        burn(Seconds(5e-4));
        EXPECT_LE(account->reading().net.joules, account->close().net.joules);
      }
    });
  }
  workers.clear();
  const LedgerTotals totals = metering->totals();
  EXPECT_GT(totals.trials, Joules(0));
  constexpr double kAccumulated = 1e-10;  // some thousand intervals of ten roundings each
  EXPECT_NEAR((totals.trials + totals.overhead + totals.idle).value, totals.total.value,
              kAccumulated * totals.total.value);
}

TEST(MeasureIdle, IsThePowerOverTheTime) {
  Strings strings;
  Puppet meter(strings, Seconds(0), 2.0);  // two joules from the first read to the second
  const SteadyClock clock;
  const Seconds duration(0.02);
  const Seconds start = clock.now();
  const auto idle = measure_idle(meter, duration);
  const Seconds elapsed = clock.now() - start;
  ASSERT_TRUE(idle.has_value());
  EXPECT_LE(*idle, Joules(2) / duration);
  EXPECT_GE(*idle, Joules(2) / elapsed);
}

TEST(MeasureIdle, PassesFailuresOn) {
  Strings strings;
  strings.broken = true;
  Puppet meter(strings);
  EXPECT_EQ(measure_idle(meter, Seconds(0.01)).error().code, ErrorCode::kIo);
}

TEST(MeasureIdle, RefusesNoDuration) {
  Strings strings;
  Puppet meter(strings);
  EXPECT_EQ(measure_idle(meter, Seconds(0)).error().code, ErrorCode::kInvalidArgument);
}

TEST(MeasureIdle, IsDoneByMeteringWhenNobodyKnowsTheIdlePower) {
  Strings strings;
  const TemporaryFolder no_machine;
  ManualClock manual;
  // Every read adds 100 J: over a second or more of idling that is at most 100 W.
  const auto metering = start_metering(std::make_unique<Puppet>(strings, Seconds(0), 100.0), manual,
                                       {.sampler_thread = false, .proc = no_machine.path()})
                            .value();
  burn(kWork);
  manual.advance(Seconds(0.5));
  const LedgerTotals totals = metering->totals();  // 100 J, of which at most 50 J are idle
  EXPECT_GT(totals.idle, Joules(0));
  EXPECT_LE(totals.idle, Joules(50));
}

}  // namespace
}  // namespace wattle::energy
