// SPDX-License-Identifier: MIT
#include "energy/meters/activity.h"

#include <algorithm>
#include <utility>

namespace wattle::energy {
namespace {

// As long as the window of CpuMonitor.
constexpr Seconds kWindow{0.1};

}  // namespace

ActivityMonitor::ActivityMonitor(CpuCounters counters, std::optional<double> base_hertz,
                                 Seconds now)
    : counters_(std::move(counters)), base_hertz_(base_hertz), read_at_(now) {
  // Own counters may lack kernel mode, which busy time has, and have child processes, which it
  // lacks: they tell no frequency.
  if (counters_.scope() != CpuCounters::Scope::kMachine) base_hertz_.reset();
  if (counters_.counts_misses()) activity_.bytes_per_second = 0.0;
}

Activity ActivityMonitor::read(Seconds now, const CpuTimes& cpu) {
  if (counters_.scope() == CpuCounters::Scope::kNone || now - read_at_ < kWindow) return activity_;
  const auto counted = counters_.read();
  if (!counted) {
    activity_ = Activity();
  } else if (*counted) {
    activity_.correction = correction_of(**counted, cpu);
    if (counters_.counts_misses()) {
      activity_.bytes_per_second = kCacheLineBytes * (*counted)->misses / (now - read_at_).value;
    }
  }
  cpu_ = cpu;
  read_at_ = now;
  return activity_;
}

double ActivityMonitor::correction_of(const CounterDelta& counted, const CpuTimes& cpu) const {
  const Seconds process = cpu.process - cpu_.process;
  const Seconds others = cpu.others - cpu_.others;
  const Seconds busy = process + others;
  if (!(busy > Seconds(0))) return 1.0;
  if (counters_.scope() == CpuCounters::Scope::kMachine) {
    return activity_correction(counted, busy, base_hertz_);
  }
  const double own = process / busy;
  return own * activity_correction(counted, process, base_hertz_) + (1.0 - own);
}

}  // namespace wattle::energy
