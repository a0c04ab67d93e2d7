// SPDX-License-Identifier: MIT
// Loads for calibration, and what a meter shows while they run.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "energy/calibration/calibration.h"
#include "energy/cpu_time.h"
#include "energy/load.h"
#include "energy/meters/cpu_counters.h"
#include "energy/meters/processor.h"

namespace wattle::energy {
namespace {

/// 1, 2, ... 8, then half as many more at a time, and the most at last.
std::vector<int> numbers_of_threads(int most) {
  constexpr int kOneByOne = 8;
  std::vector<int> numbers;
  for (int threads = 1; threads < most; threads += threads < kOneByOne ? 1 : threads / 2) {
    numbers.push_back(threads);
  }
  numbers.push_back(most);
  return numbers;
}

/// Reads all that a window is made of, once at its start and once at its end.
class Recorder {
 public:
  Recorder(EnergyMeter& reference, const System& system, int online)
      : reference_(reference),
        system_(system),
        cpu_(system.proc, system.clock->now()),
        counters_(
            CpuCounters::open(*system.perf, online_cpus(system.sys, online),
                              counts_last_level_misses(read_processor(system.proc, system.sys)))) {}

  Result<CalibrationWindow> record(const CalibrationPlan& plan) {
    const auto start = reference_.read();
    if (!start) return tl::unexpected(start.error());
    const Seconds started = system_.clock->now();
    const CpuTimes busy_before = cpu_.read(started);
    count();
    if (!sleep_until_stopped(plan.window, plan.stop)) {
      return fail(ErrorCode::kCancelled, "calibration was cancelled");
    }
    const Seconds ended = system_.clock->now();
    CalibrationWindow window{.duration = ended - started};
    const CpuTimes busy = cpu_.read(ended);
    window.counters = count();
    const auto end = reference_.read();
    if (!end) return tl::unexpected(end.error());
    window.joules = end->joules - start->joules;
    if (!(window.joules > Joules(0)) || !(window.duration > Seconds(0))) {
      return fail(ErrorCode::kUnavailable, "the reference meter did not move in a window",
                  "take longer windows");
    }
    window.busy_threads =
        (busy.process - busy_before.process + busy.others - busy_before.others) / window.duration;
    return window;
  }

 private:
  /// Since the last call; only the whole machine's.
  std::optional<CounterDelta> count() {
    if (counters_.scope() != CpuCounters::Scope::kMachine) return std::nullopt;
    const auto counted = counters_.read();
    return counted ? *counted : std::nullopt;
  }

  EnergyMeter& reference_;
  const System& system_;
  CpuMonitor cpu_;
  CpuCounters counters_;
};

Result<CalibrationWindow> record_load(Recorder& recorder, const CalibrationPlan& plan,
                                      LoadKind kind, int threads, std::size_t bytes) {
  const auto load = Load::start(kind, threads, bytes);
  if (!load) return tl::unexpected(load.error());
  // The threads' start, and the processor's change of frequency, are no part of the window.
  if (!sleep_until_stopped(0.1 * plan.window, plan.stop)) {
    return fail(ErrorCode::kCancelled, "calibration was cancelled");
  }
  return recorder.record(plan);
}

std::string fault_of(const MeterInfo& reference) {
  const auto covers = [&](const char* domain) {
    return std::ranges::find(reference.domains, domain) != reference.domains.end();
  };
  if (reference.source == Source::kEstimated) return "is an estimate itself";
  if (covers("gpu")) return "covers a gpu, which the loads leave idle";
  if (!covers("package") && !covers("wall")) return "covers neither the package nor the wall";
  return {};
}

}  // namespace

Result<std::vector<CalibrationWindow>> collect_calibration(EnergyMeter& reference,
                                                           const System& system,
                                                           const CalibrationPlan& plan) {
  if (const std::string fault = fault_of(reference.info()); !fault.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                "calibration needs another meter: \"" + reference.info().name + "\" " + fault);
  }
  if (!(plan.window > Seconds(0)) || plan.threads < 0) {
    return fail(ErrorCode::kInvalidArgument,
                "calibration needs windows of a positive length and no negative number of threads");
  }
  const auto machine = read_machine_cpu(system.proc);
  if (!machine) return tl::unexpected(machine.error());
  const int most = plan.threads > 0 ? std::min(plan.threads, machine->online) : machine->online;
  Recorder recorder(reference, system, machine->online);
  std::vector<CalibrationWindow> windows;
  const auto add = [&](LoadKind kind, int threads, std::size_t bytes) -> Result<void> {
    const auto window = record_load(recorder, plan, kind, threads, bytes);
    if (!window) return tl::unexpected(window.error());
    windows.push_back(*window);
    return {};
  };
  if (auto added = add(LoadKind::kCompute, 0, 0); !added) return tl::unexpected(added.error());
  for (const int threads : numbers_of_threads(most)) {
    if (auto added = add(LoadKind::kCompute, threads, 0); !added)
      return tl::unexpected(added.error());
  }
  std::vector<int> streams = {1};
  if (most > 1) streams.push_back(most);
  for (const int threads : streams) {
    const std::size_t bytes = plan.memory_bytes / static_cast<std::size_t>(threads);
    if (auto added = add(LoadKind::kStream, threads, bytes); !added)
      return tl::unexpected(added.error());
  }
  return windows;
}

Result<CalibrationSubject> calibration_subject(const MeterInfo& reference, const System& system,
                                               std::string date) {
  const auto machine = read_machine_cpu(system.proc);
  if (!machine) return tl::unexpected(machine.error());
  const Processor processor = read_processor(system.proc, system.sys);
  return CalibrationSubject{.processor = identity(processor),
                            .threads = machine->online,
                            .meter = reference.name,
                            .domains = reference.domains,
                            .date = std::move(date),
                            .base_hertz = processor.base_hertz};
}

}  // namespace wattle::energy
