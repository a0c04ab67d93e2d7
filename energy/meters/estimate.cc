// SPDX-License-Identifier: MIT
#include "energy/meters/estimate.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "energy/calibration/calibration.h"
#include "energy/meters/memory_size.h"
#include "energy/meters/processor.h"
#include "energy/meters/processor_families.h"

namespace wattle::energy {
namespace {

/// A model, and how a sentence about it begins and ends.
struct ChosenModel {
  EstimateModel model;
  std::string curve;      ///< where it comes from
  std::string remarks;    ///< why a calibration was not used
  bool corrected = true;  ///< by hardware counters; false: fitted without them
};

std::string short_number(double value) {
  const auto tenths = static_cast<long>(std::lround(10.0 * value));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

/// Why it does not describe this machine; empty when it does.
std::string mismatch(const Calibration& calibration, const Processor& processor, int online,
                     const CpuCounters& counters) {
  const CalibrationSubject& subject = calibration.subject;
  if (subject.processor != identity(processor)) {
    return "it is of another processor, " + subject.processor;
  }
  if (subject.threads != online) {
    return "it is of " + std::to_string(subject.threads) + " hardware threads";
  }
  if (calibration.counters && counters.scope() != CpuCounters::Scope::kMachine) {
    return "it was fitted with hardware counters of the whole machine, and there are none now";
  }
  return {};
}

PowerModel around(const PowerCurve& curve) {
  return {.family = "calibrated", .low = curve, .expected = curve, .high = curve};
}

ChosenModel published_model(const Processor& processor, std::optional<double> gigabytes) {
  const PowerModel power = power_model_of(processor);
  return {.model = {.power = power,
                    .joules_per_byte = 0.0,
                    .margin = Watts(0),
                    .gigabytes = gigabytes,
                    .domains = {"package"}},
          .curve = std::string("published power of ") + power.family + " processors over busy CPUs",
          .remarks = {}};
}

ChosenModel calibrated_model(const Calibration& calibration, std::optional<double> gigabytes) {
  const CalibrationSubject& subject = calibration.subject;
  const bool package_alone = subject.domains == std::vector<std::string>{"package"};
  return {.model = {.power = around(calibration.curve),
                    .joules_per_byte = calibration.joules_per_byte,
                    .margin = calibration.margin(),
                    .gigabytes = package_alone ? gigabytes : std::nullopt,
                    .domains = subject.domains},
          .curve = "a curve fitted to \"" + subject.meter + "\" on this machine (" + subject.date +
                   ", within " + short_number(calibration.margin().value) + " W of it)",
          .remarks = {},
          .corrected = calibration.counters};
}

ChosenModel choose_model(const System& system, const Processor& processor, int online,
                         const CpuCounters& counters) {
  const auto gigabytes = memory_gigabytes(system.proc);
  ChosenModel published = published_model(processor, gigabytes);
  if (system.calibration.empty()) return published;
  const auto calibration = load_calibration(system.calibration);
  // Most machines were never calibrated.
  if (!calibration && calibration.error().code == ErrorCode::kNotFound) return published;
  if (!calibration) {
    published.remarks = "; no calibration is used: " + calibration.error().message;
    return published;
  }
  const std::string why = mismatch(*calibration, processor, online, counters);
  if (!why.empty()) {
    published.remarks = "; the calibration " + system.calibration.string() + " is not used: " + why;
    return published;
  }
  return calibrated_model(*calibration, gigabytes);
}

std::string describe(const CpuCounters& counters) {
  switch (counters.scope()) {
    case CpuCounters::Scope::kMachine:
      return counters.counts_misses()
                 ? ", corrected by cycles, instructions and cache misses of the whole machine "
                   "while "
                   "they can be read"
                 : ", corrected by cycles and instructions of the whole machine while they can be "
                   "read";
    case CpuCounters::Scope::kProcess:
      return ", corrected for this process's part by its cycles and instructions while they can be "
             "read (not the whole machine's: " +
             counters.reason() + ")";
    case CpuCounters::Scope::kNone:
      break;
  }
  return ", without hardware counters" +
         (counters.reason().empty() ? "" : " (" + counters.reason() + ")");
}

std::string explain(const ChosenModel& chosen, const Processor& processor, int online,
                    const CpuCounters& counters) {
  std::string text = "an estimate, not a measurement: " + chosen.curve + ", for " +
                     std::to_string(online) + " hardware threads";
  if (processor.virtual_machine) text += " that this virtual machine sees";
  text += describe(counters);
  if (chosen.model.gigabytes) {
    text += "; memory by its size, " + short_number(*chosen.model.gigabytes) + " GB";
    if (counters.counts_misses()) text += ", and traffic";
  }
  return text + "; the truth may lie anywhere in the interval" + chosen.remarks;
}

MeterInfo info_of(const ChosenModel& chosen, const Processor& processor, int online,
                  const CpuCounters& counters) {
  const EstimateModel& model = chosen.model;
  MeterInfo info{.name = "estimate",
                 .source = Source::kEstimated,
                 .domains = model.domains,
                 .resolution = Seconds(1e-9),  // the process's CPU clock counts nanoseconds
                 .longest_gap = Seconds(0),
                 .idle = model.power.expected.power(0.0, online),
                 .explanation = explain(chosen, processor, online, counters)};
  if (model.gigabytes) {
    info.domains.emplace_back("dram");
    const MemoryModel& memory = counters.counts_misses() ? kMemoryByTraffic : kMemoryBySize;
    *info.idle += Watts(*model.gigabytes * memory.expected.watts_per_gigabyte);
  }
  std::ranges::sort(info.domains);
  if (model.domains.size() == 1) info.parts = info.domains;
  return info;
}

}  // namespace

Result<std::unique_ptr<EstimateMeter>> EstimateMeter::open(const System& system) {
  const auto machine = read_machine_cpu(system.proc);
  if (!machine) {
    return fail(machine.error().code, machine.error().message,
                "the estimate needs to know how busy the machine's CPUs are");
  }
  const int online = machine->online;
  const Processor processor = read_processor(system.proc, system.sys);
  CpuCounters counters = CpuCounters::open(*system.perf, online_cpus(system.sys, online),
                                           counts_last_level_misses(processor));
  ChosenModel chosen = choose_model(system, processor, online, counters);
  if (!chosen.corrected) counters = CpuCounters();
  MeterInfo info = info_of(chosen, processor, online, counters);
  ActivityMonitor activity(std::move(counters), processor.base_hertz, system.clock->now());
  return std::unique_ptr<EstimateMeter>(new EstimateMeter(system, online, std::move(chosen.model),
                                                          std::move(activity), std::move(info)));
}

EstimateMeter::EstimateMeter(const System& system, int online, EstimateModel model,
                             ActivityMonitor activity, MeterInfo info)
    : clock_(system.clock),
      online_(online),
      model_(std::move(model)),
      read_at_(clock_->now()),
      cpu_(system.proc, read_at_),
      activity_(std::move(activity)),
      info_(std::move(info)) {}

Result<CumulativeEnergy> EstimateMeter::read() {
  const Seconds now = clock_->now();
  const Seconds elapsed = now - read_at_;
  if (elapsed > Seconds(0)) {
    const CpuTimes cpu = cpu_.read(now);
    const Seconds busy = cpu.process + cpu.others;
    const Activity activity = activity_.read(now, cpu);
    add_processor(elapsed, (busy - busy_) / elapsed, activity);
    if (model_.gigabytes) add_memory(elapsed, activity);
    busy_ = busy;
    read_at_ = now;
  }
  CumulativeEnergy total{processor_.joules + memory_.joules, processor_.low + memory_.low,
                         processor_.high + memory_.high};
  if (info_.parts.size() == 1) total.parts = {processor_.joules};
  if (info_.parts.size() == 2) total.parts = {memory_.joules, processor_.joules};  // "dram" first
  return total;
}

void EstimateMeter::add_processor(Seconds elapsed, double busy_threads, const Activity& activity) {
  const auto energy = [&](const PowerCurve& curve, Watts margin) {
    const Watts traffic(model_.joules_per_byte * activity.bytes_per_second.value_or(0.0));
    const Watts power = curve.power(busy_threads, online_, activity.correction) + traffic + margin;
    return std::max(power, Watts(0)) * elapsed;
  };
  processor_.joules += energy(model_.power.expected, Watts(0));
  processor_.low += energy(model_.power.low, -1.0 * model_.margin);
  processor_.high += energy(model_.power.high, model_.margin);
}

void EstimateMeter::add_memory(Seconds elapsed, const Activity& activity) {
  const MemoryModel& model = activity.bytes_per_second ? kMemoryByTraffic : kMemoryBySize;
  const auto energy = [&](const MemoryCurve& curve) {
    return Watts(curve.watts_per_gigabyte * *model_.gigabytes +
                 curve.joules_per_byte * activity.bytes_per_second.value_or(0.0)) *
           elapsed;
  };
  memory_.joules += energy(model.expected);
  memory_.low += energy(model.low);
  memory_.high += energy(model.high);
}

}  // namespace wattle::energy
