// SPDX-License-Identifier: MIT
// Metering whose meter, clock and neighbours the test controls.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "energy/metering.h"
#include "tests/energy/puppet.h"
#include "tests/energy/support.h"

namespace wattle::energy::testing {

inline constexpr Seconds kWork{0.005};
inline constexpr double kRounding = 1e-12;  // relative; a handful of operations

/// A puppet meter, a manual clock and a machine whose other programs the test controls.
class MeteringTest : public ::testing::Test {
 protected:
  void start(Watts idle = Watts(0)) {
    metering_ = start_metering(std::make_unique<Puppet>(strings_), clock_,
                               {.idle = idle, .sampler_thread = false, .proc = proc_.path()})
                    .value();
  }
  void pass(double seconds, double joules) {
    clock_.advance(Seconds(seconds));
    strings_.joules = strings_.joules + joules;
  }
  static void work_for(Account& account) {
    const ThreadMembership member(account.threads());
    burn(kWork);
  }

  TemporaryFolder proc_;
  Strings strings_;
  ManualClock clock_;
  std::unique_ptr<Metering> metering_;
};

}  // namespace wattle::energy::testing
