// SPDX-License-Identifier: MIT
#include "trainer/profile/call_meter.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "energy/mean_interval.h"

namespace wattle::trainer {

CallMeter::CallMeter(energy::Account& account, const energy::Clock& clock, Seconds window,
                     int repeats, std::function<void()> finish, std::function<bool()> cancelled)
    : account_(account),
      clock_(clock),
      window_(window),
      repeats_(repeats),
      finish_(std::move(finish)),
      cancelled_(std::move(cancelled)) {
  empty_ = raw([] {});
}

CallCost CallMeter::measure(const std::function<void()>& call) const {
  CallCost cost = raw(call);
  cost.joules = std::max(cost.joules - empty_.joules, 0.0);
  cost.seconds = std::max(cost.seconds - empty_.seconds, 0.0);
  cost.half_width = std::hypot(cost.half_width, empty_.half_width);
  return cost;
}

CallCost CallMeter::raw(const std::function<void()>& call) const {
  run(call, 1);
  const std::int64_t calls = calls_in_window(call);
  std::vector<double> joules;
  Seconds passed;
  for (int i = 0; i < repeats_ && !cancelled_(); ++i) {
    const Joules before = account_.reading().net.joules;
    passed += run(call, calls);
    const Joules used = account_.reading().net.joules - before;
    joules.push_back(used.value / static_cast<double>(calls));
  }
  const energy::MeanInterval mean = energy::mean_interval(joules);
  return {mean.mean, mean.half_width,
          passed.value / static_cast<double>(calls) /
              std::max(static_cast<double>(joules.size()), 1.0)};
}

Seconds CallMeter::run(const std::function<void()>& call, std::int64_t calls) const {
  const Seconds begin = clock_.now();
  for (std::int64_t i = 0; i < calls; ++i) {
    call();
  }
  finish_();
  return clock_.now() - begin;
}

/// Doubles the number of calls until they take a quarter of a window, or are as many as an empty
/// loop of this length makes.
std::int64_t CallMeter::calls_in_window(const std::function<void()>& call) const {
  std::int64_t calls = 1;
  Seconds passed = run(call, calls);
  constexpr std::int64_t kMost = std::int64_t{1} << 24;
  while (passed < 0.25 * window_ && calls < kMost && !cancelled_()) {
    calls *= 2;
    passed = run(call, calls);
  }
  if (calls >= kMost) {
    return calls;
  }
  return std::max<std::int64_t>(std::llround(static_cast<double>(calls) * (window_ / passed)), 1);
}

}  // namespace wattle::trainer
