// SPDX-License-Identifier: MIT
// Loads for calibration, and what a meter shows while they run.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <numeric>
#include <system_error>
#include <thread>
#include <utility>

#include "energy/calibration.h"
#include "energy/cpu_time.h"
#include "energy/meters/cpu_counters.h"
#include "energy/meters/processor.h"

namespace wattle::energy {
namespace {

using Work = void (*)(const std::stop_token& stop, std::size_t bytes);

/// Keeps the integer units busy out of registers.
void compute(const std::stop_token& stop, std::size_t /*bytes*/) {
  std::atomic<std::uint64_t> result{1};
  std::uint64_t state = result;
  while (!stop.stop_requested()) {
    constexpr int kSteps = 10'000;  // some 10 us: a short time to notice the end
    for (int i = 0; i < kSteps; ++i) state = state * 6364136223846793005U + 1442695040888963407U;
    result.store(state, std::memory_order_relaxed);  // so that the loop is not left out
  }
}

/// Reads memory from end to end.
void stream(const std::stop_token& stop, std::size_t bytes) {
  constexpr std::size_t kChunk = 8192;
  std::vector<std::uint64_t> data(std::max(bytes / sizeof(std::uint64_t), kChunk), 1);
  std::atomic<std::uint64_t> result{0};
  for (std::size_t at = 0; !stop.stop_requested(); at += kChunk) {
    if (at + kChunk > data.size()) at = 0;
    const auto begin = data.begin() + static_cast<std::ptrdiff_t>(at);
    result.store(std::accumulate(begin, begin + kChunk, result.load(std::memory_order_relaxed)),
                 std::memory_order_relaxed);
  }
}

/// False when cancelled meanwhile.
bool sleep_for(Seconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, std::chrono::duration<double>(duration.value), [] { return false; });
  return !stop.stop_requested();
}

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
    if (!sleep_for(plan.window, plan.stop)) {
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

Result<CalibrationWindow> record_load(Recorder& recorder, const CalibrationPlan& plan, Work work,
                                      int threads, std::size_t bytes) {
  std::vector<std::jthread> load;
  try {
    for (int i = 0; i < threads; ++i) {
      load.emplace_back([=](const std::stop_token& stop) { work(stop, bytes); });
    }
  } catch (const std::system_error& error) {
    return fail(ErrorCode::kInternal,
                std::string("a load's thread did not start: ") + error.what());
  }
  // The threads' start, and the processor's change of frequency, are no part of the window.
  if (!sleep_for(0.1 * plan.window, plan.stop)) {
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
  const auto add = [&](Work work, int threads, std::size_t bytes) -> Result<void> {
    const auto window = record_load(recorder, plan, work, threads, bytes);
    if (!window) return tl::unexpected(window.error());
    windows.push_back(*window);
    return {};
  };
  if (auto added = add(compute, 0, 0); !added) return tl::unexpected(added.error());
  for (const int threads : numbers_of_threads(most)) {
    if (auto added = add(compute, threads, 0); !added) return tl::unexpected(added.error());
  }
  std::vector<int> streams = {1};
  if (most > 1) streams.push_back(most);
  for (const int threads : streams) {
    const std::size_t bytes = plan.memory_bytes / static_cast<std::size_t>(threads);
    if (auto added = add(stream, threads, bytes); !added) return tl::unexpected(added.error());
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
