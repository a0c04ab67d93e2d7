// SPDX-License-Identifier: MIT
// A recorded stream of joules, played again against a clock: for tests and for re-analysis.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/meter.h"

namespace wattle::energy {

/// What a meter had counted by a point in time.
struct ReplaySample {
  Seconds time;   ///< any start; only differences count
  Joules joules;  ///< cumulative, >= 0, never falling
};

struct ReplayOptions {
  double low_factor = 1.0;                         ///< low = joules x this; in [0, 1]
  double high_factor = 1.0;                        ///< high = joules x this; >= 1
  std::vector<std::string> domains = {"package"};  ///< coverage of the recording
  std::optional<Watts> idle = std::nullopt;        ///< the recorded machine's idle power
};

/// Opening is the first sample's time. Between samples the energy grows linearly. A read after the
/// last sample is kExhausted: the recording does not know what the machine drew then.
class ReplayMeter final : public EnergyMeter {
 public:
  /// Fails with kInvalidArgument when there are fewer than two samples, times do not increase, a
  /// number is not finite, energy is negative or falls, factors are out of range, or no domain is
  /// given. The message names the sample, the first being 0.
  static Result<std::unique_ptr<ReplayMeter>> open(std::vector<ReplaySample> samples,
                                                   std::shared_ptr<const Clock> clock,
                                                   ReplayOptions options = {});

  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override;

 private:
  ReplayMeter(std::vector<ReplaySample> samples, std::shared_ptr<const Clock> clock,
              const ReplayOptions& options);

  std::vector<ReplaySample> samples_;
  std::shared_ptr<const Clock> clock_;
  Seconds opened_at_;
  double low_factor_;
  double high_factor_;
  MeterInfo info_;
};

}  // namespace wattle::energy
