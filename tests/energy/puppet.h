// SPDX-License-Identifier: MIT
// A meter whose every move the test decides.
#pragma once

#include <atomic>

#include "energy/meter.h"

namespace wattle::energy::testing {

/// What the test does to a meter while metering owns it.
struct Strings {
  std::atomic<double> joules{0.0};
  std::atomic<bool> broken{false};
  std::atomic<int> reads{0};
};

class Puppet final : public EnergyMeter {
 public:
  explicit Puppet(Strings& strings, Seconds longest_gap = Seconds(0), double step = 0.0)
      : strings_(strings),
        step_(step),
        info_{.name = "puppet",
              .source = Source::kReplayed,
              .domains = {"package"},
              .resolution = Seconds(1),
              .longest_gap = longest_gap,
              .idle = std::nullopt,
              .explanation = "moved by the test"} {}
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    ++strings_.reads;
    if (strings_.broken) return fail(ErrorCode::kIo, "the string is torn");
    strings_.joules = strings_.joules + step_;
    const Joules joules(strings_.joules);
    return CumulativeEnergy{joules, joules, joules};
  }

 private:
  Strings& strings_;
  double step_;  ///< joules that each read adds
  MeterInfo info_;
};

}  // namespace wattle::energy::testing
