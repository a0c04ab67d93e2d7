// SPDX-License-Identifier: MIT
// The parts are the whole, whatever happens to run beside what.
#include <gtest/gtest.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <random>

#include "energy/metering.h"
#include "energy/meters/replay.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/picky_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::FakePerf;
using testing::PickyPerf;

constexpr int kSteps = 4000;
// Each step adds some ten roundings of the running sums.
constexpr double kTolerance = 20.0 * kSteps * std::numeric_limits<double>::epsilon();

using Random = std::mt19937_64;

double uniform(Random& random) { return std::uniform_real_distribution<>(0.0, 1.0)(random); }

std::vector<ReplaySample> recording_of(Random& random, double most_watts) {
  std::vector<ReplaySample> recording = {{Seconds(0), Joules(0)}};
  while (recording.back().time < Seconds(kSteps)) {
    const Seconds step(0.1 + 5.0 * uniform(random));
    recording.push_back({recording.back().time + step,
                         recording.back().joules + Watts(most_watts * uniform(random)) * step});
  }
  return recording;
}

/// Recordings of a processor and a graphics processor as one meter, which fails when it is told to.
class TwoRecordings final : public EnergyMeter {
 public:
  TwoRecordings(std::unique_ptr<ReplayMeter> package, std::unique_ptr<ReplayMeter> gpu,
                const bool& broken)
      : package_(std::move(package)), gpu_(std::move(gpu)), broken_(broken) {
    info_ = package_->info();
    info_.domains = {"gpu", "package"};
    info_.parts = {"gpu-0", "package-0"};
  }
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    if (broken_) return fail(ErrorCode::kIo, "broken by the test");
    const CumulativeEnergy package = package_->read().value();
    const CumulativeEnergy gpu = gpu_->read().value();
    return CumulativeEnergy{package.joules + gpu.joules,
                            package.low + gpu.low,
                            package.high + gpu.high,
                            {gpu.joules, package.joules}};
  }

 private:
  std::unique_ptr<ReplayMeter> package_;
  std::unique_ptr<ReplayMeter> gpu_;
  const bool& broken_;
  MeterInfo info_;
};

/// A world of trials: each step something random happens to a random account.
class RandomOverlaps {
 public:
  explicit RandomOverlaps(unsigned seed) : random_(seed) {
    const auto package = recording_of(random_, 60);
    const auto gpu = recording_of(random_, 200);
    package_ = ReplayMeter::open(package, clock_).value();
    gpu_ = ReplayMeter::open(gpu, clock_).value();
    auto meter = std::make_unique<TwoRecordings>(
        ReplayMeter::open(package, clock_, {.low_factor = 0.8, .high_factor = 1.5}).value(),
        ReplayMeter::open(gpu, clock_, {.low_factor = 0.9, .high_factor = 1.1}).value(), broken_);
    count_cycles();
    // One in ten threads is not allowed to be counted.
    auto perf = std::make_shared<PickyPerf>(
        perf_, [this](const PerfEvent&) { return uniform(random_) < 0.9; });
    metering_ = start_metering(std::move(meter), *clock_,
                               {.idle = Watts(50),
                                .device_idle = Watts(30),
                                .sampler_thread = false,
                                .perf = std::move(perf)})
                    .value();
  }

  void step() {
    broken_ = uniform(random_) < 0.1;
    if (accounts_.empty() || uniform(random_) < 0.15) open_account();
    Account& account = *accounts_[random_() % accounts_.size()];
    const double choice = uniform(random_);
    if (choice < 0.1) {
      account.close(choice < 0.03);
      accounts_.erase(std::ranges::find(accounts_, &account, &std::unique_ptr<Account>::get));
    } else if (choice < 0.3) {
      account.uses_device(choice < 0.22);
    } else if (choice < 0.32) {
      run_child(account);
    } else if (choice < 0.8) {
      work_for(account);
    } else if (choice < 0.9) {
      account.reading();
    } else {
      burn(Seconds(1e-5));  // overhead
    }
    clock_->advance(Seconds(uniform(random_) < 0.2 ? 0.0 : uniform(random_)));
    if (accounts_.size() > 12) accounts_.erase(accounts_.begin());
  }

  LedgerTotals totals() {
    broken_ = false;
    return metering_->totals();
  }
  Joules recorded() { return package_->read()->joules + gpu_->read()->joules; }

 private:
  void count_cycles() {
    cycles_ += random_() % 100'000;
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, -1}, cycles_);
  }
  void open_account() {
    accounts_.push_back(metering_->open());
    if (uniform(random_) < 0.5) return;
    AccountReading earlier;
    earlier.net.low = earlier.net.joules = earlier.net.high = Joules(100 * uniform(random_));
    earlier.gross = earlier.net.joules * 1.5;
    accounts_.back()->carry(earlier);
  }
  void work_for(Account& account) {
    const ThreadMembership member(account.threads());
    burn(Seconds(2e-5));
    count_cycles();
  }
  static void run_child(Account& account) {
    const pid_t pid = fork();
    if (pid == 0) {
      burn(Seconds(1e-3));
      _exit(0);
    }
    const auto child = std::make_shared<ProcessTree>(pid);
    const ProcessMembership member(account.threads(), child);
    child->reap();
  }

  Random random_;
  bool broken_ = false;
  std::uint64_t cycles_ = 0;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
  std::unique_ptr<ReplayMeter> package_;
  std::unique_ptr<ReplayMeter> gpu_;
  std::unique_ptr<Metering> metering_;
  std::vector<std::unique_ptr<Account>> accounts_;
};

// Thousands of random overlaps against a recording, with devices, accounts that are carried on,
// child processes, finalists and failed reads: whatever happens, the parts are the whole, and the
// whole is what the recording says.
TEST(MeteringConservation, HoldsUnderRandomOverlaps) {
  RandomOverlaps overlaps(42);
  for (int i = 0; i < kSteps; ++i) {
    overlaps.step();
    if (i % 3 != 0) continue;  // so that reads may fail for several steps
    const LedgerTotals totals = overlaps.totals();
    const double tolerance = kTolerance * std::max(1.0, totals.total.value);
    ASSERT_NEAR((totals.trials + totals.overhead + totals.idle).value, totals.total.value,
                tolerance);
    ASSERT_NEAR(totals.total.value, overlaps.recorded().value, tolerance);
    ASSERT_GE(totals.trials, Joules(0));
    ASSERT_GE(totals.overhead, Joules(0));
    ASSERT_GE(totals.idle, Joules(0));
  }
}

}  // namespace
}  // namespace wattle::energy
