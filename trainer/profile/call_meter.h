// SPDX-License-Identifier: MIT
// Joules of one call that is far too short for any meter: by repeating it.
#pragma once

#include <cstdint>
#include <functional>

#include "energy/clock.h"
#include "energy/metering.h"
#include "trainer/model_profile.h"

namespace wattle::trainer {

/// Measures calls on the calling thread, which must be a member of the account.
class CallMeter {
 public:
  /// `window`: a measurement repeats the call until this much time has passed, as far as the calls
  /// before tell. `finish` waits until the calls so far have ended, on a device that runs them
  /// later. The empty loop is measured first, and subtracted from every call.
  CallMeter(energy::Account& account, const energy::Clock& clock, Seconds window, int repeats,
            std::function<void()> finish, std::function<bool()> cancelled);

  /// After a call to warm up. Cost: (repeats + 1) windows at most, or repeats + 2 calls if they are
  /// longer. Ends early, with less than it measured, when `cancelled` says so: it is asked between
  /// measurements.
  CallCost measure(const std::function<void()>& call) const;

 private:
  CallCost raw(const std::function<void()>& call) const;
  Seconds run(const std::function<void()>& call, std::int64_t calls) const;
  std::int64_t calls_in_window(const std::function<void()>& call) const;

  energy::Account& account_;
  const energy::Clock& clock_;
  Seconds window_;
  int repeats_;
  std::function<void()> finish_;
  std::function<bool()> cancelled_;
  CallCost empty_;
};

}  // namespace wattle::trainer
