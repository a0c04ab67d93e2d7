// SPDX-License-Identifier: MIT
// Every meter of this component under the contract, each in a small world of its own.
#include "tests/contract/meter_contract.h"

#include <utility>

#include "energy/clock.h"
#include "energy/meters/estimate.h"
#include "energy/meters/rapl.h"
#include "energy/meters/replay.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy::contract {
namespace {

using wattle::energy::testing::TemporaryFolder;
using wattle::energy::testing::write_energy;
using wattle::energy::testing::write_file;
using wattle::energy::testing::write_stat;
using wattle::energy::testing::write_zone;

class ReplayRig final : public MeterRig {
 public:
  ReplayRig() {
    meter_ = ReplayMeter::open({{Seconds(0), Joules(0)}, {Seconds(1000), Joules(20000)}}, clock_,
                               {.low_factor = 0.9, .high_factor = 1.2, .domains = {"wall"}})
                 .value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override { clock_->advance(by); }

 private:
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

/// 20 W of package and 5 W of memory; the counters wrap every 100 J.
class RaplRig final : public MeterRig {
 public:
  RaplRig() {
    write_zone(folder_.path(), "intel-rapl:0", "package-0", package_, kRange);
    write_zone(folder_.path(), "intel-rapl:0:0", "dram", memory_, kRange);
    meter_ = RaplMeter::open(folder_.path(), clock_).value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    package_ += static_cast<std::uint64_t>(20e6 * by.value);
    memory_ += static_cast<std::uint64_t>(5e6 * by.value);
    write_energy(folder_.path(), "intel-rapl:0", package_ % kRange);
    write_energy(folder_.path(), "intel-rapl:0:0", memory_ % kRange);
  }

 private:
  static constexpr std::uint64_t kRange = 100'000'000;
  TemporaryFolder folder_;
  std::uint64_t package_ = 99'990'000;
  std::uint64_t memory_ = 1'000'000;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

/// Eight CPUs, three of them busy, and 16 GB of memory.
class EstimateRig final : public MeterRig {
 public:
  EstimateRig() {
    write_stat(folder_.path(), 8, busy_);
    write_file(folder_.path() / "meminfo", "MemTotal: 16000000 kB\n");
    meter_ = EstimateMeter::open({.sys = folder_.path(),
                                  .proc = folder_.path(),
                                  .perf = std::make_shared<testing::FakePerf>(),
                                  .clock = clock_})
                 .value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    busy_ += 3.0 * by;
    write_stat(folder_.path(), 8, busy_);
  }

 private:
  TemporaryFolder folder_;
  Seconds busy_{1000.0};
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

template <class Rig>
MeterCase meter_case(std::string name) {
  return {std::move(name), [] { return std::make_unique<Rig>(); }};
}

INSTANTIATE_TEST_SUITE_P(Energy, MeterContract,
                         ::testing::Values(meter_case<RaplRig>("rapl"),
                                           meter_case<EstimateRig>("estimate"),
                                           meter_case<ReplayRig>("replay")),
                         case_name);

}  // namespace
}  // namespace wattle::energy::contract
