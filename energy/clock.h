// SPDX-License-Identifier: MIT
// Time is passed in, never looked up, so that tests own it.
#pragma once

#include <atomic>
#include <cassert>

#include "energy/units.h"

namespace wattle::energy {

/// Seconds since an arbitrary start; never goes back. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Seconds now() const = 0;
};

/// CLOCK_MONOTONIC: unaffected by changes of the wall clock.
class SteadyClock final : public Clock {
 public:
  Seconds now() const override;
};

/// A clock that stands still until it is told to move: for tests and simulated workers.
class ManualClock final : public Clock {
 public:
  Seconds now() const override { return Seconds(now_.load()); }
  void advance(Seconds by) { now_.store(now_.load() + by.value); }
  /// `time` must not be earlier than now. Unlike sums of differences, it is reached exactly.
  void move_to(Seconds time) {
    assert(time.value >= now_.load());
    now_.store(time.value);
  }

 private:
  std::atomic<double> now_{0.0};
};

}  // namespace wattle::energy
