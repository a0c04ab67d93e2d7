// SPDX-License-Identifier: MIT
// The thread that reads the meter while trials run.
#include <gtest/gtest.h>

#include <thread>

#include "energy/metering.h"
#include "tests/energy/puppet.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::Puppet;
using testing::Strings;

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
  workers.reserve(3);
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

}  // namespace
}  // namespace wattle::energy
