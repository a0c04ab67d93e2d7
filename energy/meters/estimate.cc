// SPDX-License-Identifier: MIT
#include "energy/meters/estimate.h"

#include <string>
#include <utility>

namespace wattle::energy {

Result<std::unique_ptr<EstimateMeter>> EstimateMeter::open(const std::filesystem::path& proc,
                                                           std::shared_ptr<const Clock> clock) {
  const auto machine = read_machine_cpu(proc);
  if (!machine) {
    return fail(machine.error().code, machine.error().message,
                "the estimate needs to know how busy the machine's CPUs are");
  }
  return std::unique_ptr<EstimateMeter>(new EstimateMeter(proc, std::move(clock), machine->online));
}

EstimateMeter::EstimateMeter(const std::filesystem::path& proc, std::shared_ptr<const Clock> clock,
                             int online)
    : clock_(std::move(clock)),
      online_(online),
      read_at_(clock_->now()),
      cpu_(proc, read_at_),
      info_{.name = "estimate",
            .source = Source::kEstimated,
            .domains = {"package"},
            .resolution = Seconds(1e-9),  // the process's CPU clock counts nanoseconds
            .longest_gap = Seconds(0),
            .idle = kGenericPowerModel.expected.power(0.0, online),
            .explanation =
                "an estimate, not a measurement: a generic curve of power over busy "
                "CPUs, for " +
                std::to_string(online) +
                " hardware threads; the truth may lie anywhere in the interval"} {}

Result<CumulativeEnergy> EstimateMeter::read() {
  const Seconds now = clock_->now();
  const Seconds elapsed = now - read_at_;
  if (!(elapsed > Seconds(0))) return total_;
  const CpuTimes cpu = cpu_.read(now);
  const Seconds busy = cpu.process + cpu.others;
  const double busy_threads = (busy - busy_) / elapsed;
  total_.joules += kGenericPowerModel.expected.power(busy_threads, online_) * elapsed;
  total_.low += kGenericPowerModel.low.power(busy_threads, online_) * elapsed;
  total_.high += kGenericPowerModel.high.power(busy_threads, online_) * elapsed;
  busy_ = busy;
  read_at_ = now;
  return total_;
}

}  // namespace wattle::energy
