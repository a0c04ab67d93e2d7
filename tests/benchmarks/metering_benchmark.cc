// SPDX-License-Identifier: MIT
// What metering costs: one booking, and the sampler at its default rate as a share of a busy core.
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "energy/metering.h"
#include "energy/meters/estimate.h"

namespace wattle::energy {
namespace {

/// Trials that compute until they are destroyed, one thread each.
class BusyTrials {
 public:
  BusyTrials(Metering& metering, int trials) {
    for (int i = 0; i < trials; ++i) {
      threads_.emplace_back([&metering](const std::stop_token& stop) {
        const auto account = metering.open();
        const ThreadMembership member(account->threads());
        std::uint64_t state = 1;
        while (!stop.stop_requested()) {
          benchmark::DoNotOptimize(state = state * 6364136223846793005U + 1);
        }
      });
    }
  }

 private:
  std::vector<std::jthread> threads_;
};

std::unique_ptr<Metering> meter_here(benchmark::State& state, const Clock& clock, bool sampler) {
  auto meter = EstimateMeter::open({});
  if (!meter) {
    state.SkipWithError(meter.error().message.c_str());
    return nullptr;
  }
  auto metering = start_metering(std::move(*meter), clock, {.sampler_thread = sampler});
  if (!metering) {
    state.SkipWithError(metering.error().message.c_str());
    return nullptr;
  }
  return std::move(*metering);
}

/// Argument: open accounts.
void booking(benchmark::State& state) {
  const SteadyClock clock;
  const auto metering = meter_here(state, clock, false);
  if (!metering) return;
  std::vector<std::unique_ptr<Account>> accounts;
  for (int i = 0; i < state.range(0); ++i) accounts.push_back(metering->open());
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(metering->totals());
}
BENCHMARK(booking)->Arg(1)->Arg(16)->Unit(benchmark::kMicrosecond);

/// Argument: trials at work. `percent_of_a_core` is the sampler's CPU time over the time that
/// passed.
void sampler(benchmark::State& state) {
  constexpr std::chrono::seconds kWatched{5};  // fifty bookings
  double percent = 0.0;
  for ([[maybe_unused]] const auto _ : state) {
    const SteadyClock clock;
    const auto metering = meter_here(state, clock, true);
    if (!metering) return;
    const BusyTrials trials(*metering, static_cast<int>(state.range(0)));
    std::this_thread::sleep_for(kWatched);
    const MeteringCost cost = metering->cost();
    percent = 100.0 * (cost.cpu / cost.wall);
  }
  state.counters["percent_of_a_core"] = percent;
}
BENCHMARK(sampler)->Arg(0)->Arg(1)->Arg(4)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wattle::energy
