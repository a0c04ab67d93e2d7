// SPDX-License-Identifier: MIT
// A hardware counter of energy that wraps or is reset, turned into joules that only grow.
#pragma once

#include <cstdint>

#include "energy/meter.h"
#include "energy/units.h"

namespace wattle::energy {

/// No single sensor is taken to draw more: twice the largest processors of 2025.
inline constexpr Watts kLargestPower{1000.0};

struct CounterScale {
  double joules_per_unit = 1e-6;  ///< microjoules, unless said otherwise
  std::uint64_t range = 0;  ///< units after which it begins again at 0; 0: it never does (64 bits)
};

/// Counts from its construction. A counter that fell has wrapped when that implies at most 1000 W
/// since the last value, else it was reset (suspend, a reloaded driver): then what it shows now is
/// counted, and 1000 W for the time in between are added to `high`. So are the whole turns that
/// 1000 W allow when a value comes too late.
class WrappingCounter {
 public:
  WrappingCounter(CounterScale scale, std::uint64_t value, Seconds now);

  /// `now` must not be before the last one.
  void advance(std::uint64_t value, Seconds now);
  const CumulativeEnergy& total() const { return total_; }
  std::uint64_t value() const { return last_; }
  /// When a value last differed from the one before it, or came so late that the counter may have
  /// turned round to the same; the construction, if none did.
  Seconds moved_at() const { return moved_at_; }

 private:
  CounterScale scale_;
  std::uint64_t last_;
  Seconds read_at_;
  Seconds moved_at_;
  CumulativeEnergy total_;
};

/// How often such a counter must be read lest a turn goes unseen: range / 1000 W / 2, the half for
/// a late reader. 0 when it never wraps.
Seconds longest_gap(CounterScale scale);

}  // namespace wattle::energy
