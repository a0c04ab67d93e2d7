// SPDX-License-Identifier: MIT
// The parts are the whole, whatever happens to run beside what.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "energy/metering.h"
#include "energy/meters/replay.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;

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

}  // namespace
}  // namespace wattle::energy
