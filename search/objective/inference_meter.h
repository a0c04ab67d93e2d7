// SPDX-License-Identifier: MIT
// What predictions cost, from the passes at rest that a training makes anyway.
#pragma once

#include <cstdint>
#include <optional>

#include "energy/units.h"

namespace wattle::search {

/// Sums the joules of passes over examples. The first pass warms up (memory, threads, clocks of the
/// processor) and counts only where there is no other.
class InferenceMeter {
 public:
  void begin(Joules so_far) { begun_at_ = so_far; }
  void end(Joules so_far, std::int64_t examples) {
    const Pass pass{so_far - begun_at_, examples};
    if (!first_) {
      first_ = pass;
    } else {
      later_.joules += pass.joules;
      later_.examples += pass.examples;
    }
  }

  /// Joules of 1,000 predictions; nullopt when no pass was made, or none moved the meter.
  std::optional<double> joules_per_1000() const {
    const Pass& counted = later_.examples > 0 || !first_ ? later_ : *first_;
    if (!(counted.joules > Joules(0)) || counted.examples <= 0) return std::nullopt;
    constexpr double kPredictions = 1000.0;
    return kPredictions * counted.joules.value / static_cast<double>(counted.examples);
  }

 private:
  struct Pass {
    Joules joules;
    std::int64_t examples = 0;
  };

  Joules begun_at_;
  std::optional<Pass> first_;
  Pass later_;
};

}  // namespace wattle::search
