// SPDX-License-Identifier: MIT
#include "energy/meters/cpu_counters.h"

#include <linux/perf_event.h>
#include <sys/resource.h>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <utility>

#include "energy/system_file.h"

namespace wattle::energy {
namespace {

// "0-3,6"; empty when it is not of that form.
std::vector<int> numbers_of(const std::string& list) {
  std::vector<int> numbers;
  std::istringstream ranges(list);
  for (std::string range; std::getline(ranges, range, ',');) {
    std::istringstream ends(range);
    int first = 0;
    if (!(ends >> first) || first < 0) return {};
    int last = first;
    if (ends.peek() == '-' && !(ends.ignore() >> last)) return {};
    for (int cpu = first; cpu <= last; ++cpu) numbers.push_back(cpu);
  }
  return numbers;
}

PerfCount increase_of(const PerfCount& from, const PerfCount& to) {
  return {.value = to.value - std::min(from.value, to.value),
          .enabled = to.enabled - from.enabled,
          .running = to.running - from.running};
}

// A quarter of the files that this process may have open: the others are for its work.
std::size_t most_counters() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<std::size_t>(limit.rlim_cur / 4);
}

}  // namespace

std::vector<int> online_cpus(const std::filesystem::path& sys, int online) {
  std::vector<int> cpus;
  if (const auto list = read_system_line(sys / "devices/system/cpu/online")) {
    cpus = numbers_of(*list);
  }
  if (cpus.empty()) {
    cpus.resize(static_cast<std::size_t>(online));
    std::iota(cpus.begin(), cpus.end(), 0);
  }
  return cpus;
}

CpuCounters CpuCounters::open(const PerfEvents& perf, const std::vector<int>& cpus,
                              bool with_misses) {
  CpuCounters counters;
  const auto machine = counters.add_machine(perf, cpus, with_misses);
  if (machine) {
    counters.scope_ = Scope::kMachine;
    counters.misses_ = with_misses;
    return counters;
  }
  for (const bool user_only : {false, true}) {
    counters = CpuCounters();
    counters.reason_ = machine.error().message;
    if (counters.add_process(perf, user_only)) {
      counters.scope_ = Scope::kProcess;
      return counters;
    }
  }
  counters.counters_.clear();
  return counters;
}

Result<std::optional<CounterDelta>> CpuCounters::read() {
  CounterDelta delta;
  bool complete = true;
  for (Counter& each : counters_) {
    const auto count = each.counter->read();
    if (!count) {
      counters_.clear();
      scope_ = Scope::kNone;
      misses_ = false;
      return tl::unexpected(count.error());
    }
    const PerfCount increase = increase_of(each.last, *count);
    if (increase.enabled > Seconds(0) && !(increase.running > Seconds(0))) complete = false;
    // Between two reads of a process that did not run meanwhile no time has passed.
    delta.*each.sum +=
        increase.running > Seconds(0) ? increase.scaled() : static_cast<double>(increase.value);
    each.last = *count;
  }
  if (!complete) return std::nullopt;
  return delta;
}

Result<void> CpuCounters::add(const PerfEvents& perf, PerfEvent event, double CounterDelta::*sum) {
  event.type = PERF_TYPE_HARDWARE;
  auto counter = perf.open(event);
  if (!counter) return tl::unexpected(counter.error());
  const auto start = (*counter)->read();
  if (!start) return tl::unexpected(start.error());
  counters_.push_back({std::move(*counter), sum, *start});
  return {};
}

Result<void> CpuCounters::add_machine(const PerfEvents& perf, const std::vector<int>& cpus,
                                      bool with_misses) {
  if (cpus.size() * (with_misses ? 3 : 2) > most_counters()) {
    return fail(ErrorCode::kUnavailable, "counting on every CPU takes too many open files",
                "allow more with `ulimit -n`");
  }
  for (const int cpu : cpus) {
    PerfEvent event{.pid = -1, .cpu = cpu};
    event.config = PERF_COUNT_HW_CPU_CYCLES;
    if (auto added = add(perf, event, &CounterDelta::cycles); !added) return added;
    event.config = PERF_COUNT_HW_INSTRUCTIONS;
    if (auto added = add(perf, event, &CounterDelta::instructions); !added) return added;
    if (!with_misses) continue;
    event.config = PERF_COUNT_HW_CACHE_MISSES;
    if (auto added = add(perf, event, &CounterDelta::misses); !added) return added;
  }
  return {};
}

Result<void> CpuCounters::add_process(const PerfEvents& perf, bool user_only) {
  PerfEvent event{.inherit = true, .user_only = user_only};
  event.config = PERF_COUNT_HW_CPU_CYCLES;
  if (auto added = add(perf, event, &CounterDelta::cycles); !added) return added;
  event.config = PERF_COUNT_HW_INSTRUCTIONS;
  return add(perf, event, &CounterDelta::instructions);
}

}  // namespace wattle::energy
