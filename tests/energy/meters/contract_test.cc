// SPDX-License-Identifier: MIT
// Every meter of this component under the contract, each in a small world of its own.
#include "tests/contract/meter_contract.h"

#include <cmath>
#include <utility>
#include <vector>

#include "energy/clock.h"
#include "energy/meters/battery.h"
#include "energy/meters/command.h"
#include "energy/meters/estimate.h"
#include "energy/meters/hwmon.h"
#include "energy/meters/nvml.h"
#include "energy/meters/rapl.h"
#include "energy/meters/replay.h"
#include "energy/meters/sum.h"
#include "tests/energy/fake_gpus.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using namespace contract;
using wattle::energy::testing::FakeGpus;
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
class RaplWorld {
 public:
  RaplWorld() {
    write_zone(folder_.path(), "intel-rapl:0", "package-0", package_ - 1, kRange);
    write_zone(folder_.path(), "intel-rapl:0:0", "dram", memory_ - 1, kRange);
  }
  std::unique_ptr<EnergyMeter> open(const std::shared_ptr<const Clock>& clock) {
    System system;
    system.sys = folder_.path();
    system.clock = clock;
    system.pause = [this](Seconds) { show(); };
    return open_rapl(system).value();
  }
  void advance(Seconds by) {
    package_ += static_cast<std::uint64_t>(20e6 * by.value);
    memory_ += static_cast<std::uint64_t>(5e6 * by.value);
    show();
  }

 private:
  void show() {
    write_energy(folder_.path(), "intel-rapl:0", package_ % kRange);
    write_energy(folder_.path(), "intel-rapl:0:0", memory_ % kRange);
  }

  static constexpr std::uint64_t kRange = 100'000'000;
  TemporaryFolder folder_;
  std::uint64_t package_ = 99'990'000;
  std::uint64_t memory_ = 1'000'000;
};

/// A GPU that counts 300 W and one that shows a power between 100 W and 150 W.
class GpuWorld {
 public:
  GpuWorld() {
    gpus_.set(0, "energy", millijoules_ - 1);
    gpus_.set(1, "power", 100'000);
  }
  std::unique_ptr<EnergyMeter> open(const std::shared_ptr<const Clock>& clock) {
    System system;
    system.nvml = FakeGpus::library();
    system.clock = clock;
    system.cuda = {};
    system.pause = [this](Seconds) { gpus_.set(0, "energy", millijoules_); };
    return open_nvml(system).value();
  }
  void advance(Seconds by) {
    millijoules_ += static_cast<std::uint64_t>(300e3 * by.value);
    more_ = !more_;
    gpus_.set(0, "energy", millijoules_);
    gpus_.set(1, "power", more_ ? 150'000 : 100'000);
  }

 private:
  FakeGpus gpus_{2};
  std::uint64_t millijoules_ = 5'000'000;
  bool more_ = false;
};

/// One meter in the world that feeds it.
template <class World>
class WorldRig final : public MeterRig {
 public:
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    world_.advance(by);
  }

 private:
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  World world_;
  std::unique_ptr<EnergyMeter> meter_ = world_.open(clock_);
};

class SumRig final : public MeterRig {
 public:
  SumRig() {
    std::vector<std::unique_ptr<EnergyMeter>> meters;
    meters.push_back(processor_.open(clock_));
    meters.push_back(gpus_.open(clock_));
    meter_ = sum_meters(std::move(meters)).value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    processor_.advance(by);
    gpus_.advance(by);
  }

 private:
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  RaplWorld processor_;
  GpuWorld gpus_;
  std::unique_ptr<EnergyMeter> meter_;
};

/// A processor that shows 40 W and 60 W in turns.
class HwmonRig final : public MeterRig {
 public:
  HwmonRig() {
    write_file(driver() / "name", "fam15h_power\n");
    show();
    System system;
    system.sys = folder_.path();
    system.clock = clock_;
    meter_ = open_hwmon(system).value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    more_ = !more_;
    show();
  }

 private:
  std::filesystem::path driver() const { return folder_.path() / "class/hwmon/hwmon0"; }
  void show() { write_file(driver() / "power1_input", more_ ? "60000000\n" : "40000000\n"); }

  TemporaryFolder folder_;
  bool more_ = false;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

/// 12 W, of which the gauge of the charge says 13 W.
class BatteryRig final : public MeterRig {
 public:
  BatteryRig() {
    write_file(battery() / "type", "Battery\n");
    write_file(battery() / "status", "Discharging\n");
    write_file(battery() / "power_now", "12000000\n");
    show();
    System system;
    system.sys = folder_.path();
    system.clock = clock_;
    meter_ = open_battery(system).value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    microwatt_hours_ -= by.value * 13e6 / 3600.0;
    show();
  }

 private:
  std::filesystem::path battery() const { return folder_.path() / "class/power_supply/BAT0"; }
  void show() {
    write_file(battery() / "energy_now", std::to_string(std::lround(microwatt_hours_)) + "\n");
  }

  TemporaryFolder folder_;
  double microwatt_hours_ = 50e6;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;
};

/// A wall meter of 80 W that prints joules.
class CommandRig final : public MeterRig {
 public:
  CommandRig() {
    show();
    System system;
    system.command = "cat " + output().string();
    system.clock = clock_;
    meter_ = open_command(system).value();
  }
  EnergyMeter& meter() override { return *meter_; }
  void advance(Seconds by) override {
    clock_->advance(by);
    joules_ += 80.0 * by.value;
    show();
  }

 private:
  std::filesystem::path output() const { return folder_.path() / "output"; }
  void show() { write_file(output(), std::to_string(joules_) + " J\n"); }

  TemporaryFolder folder_;
  double joules_ = 1000.0;
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

INSTANTIATE_TEST_SUITE_P(
    Energy, MeterContract,
    ::testing::Values(meter_case<WorldRig<RaplWorld>>("rapl"),
                      meter_case<WorldRig<GpuWorld>>("nvml"), meter_case<SumRig>("rapl+nvml"),
                      meter_case<HwmonRig>("hwmon"), meter_case<BatteryRig>("battery"),
                      meter_case<CommandRig>("command"), meter_case<EstimateRig>("estimate"),
                      meter_case<ReplayRig>("replay")),
    meter_case_name);

}  // namespace
}  // namespace wattle::energy
