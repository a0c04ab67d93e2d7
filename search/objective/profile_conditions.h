// SPDX-License-Identifier: MIT
// How the layers of a model are measured.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "energy/units.h"

namespace wattle::search {

struct ProfileConditions {
  std::uint64_t seed = 0;
  int threads = 1;
  std::optional<std::vector<int>> gpus = std::nullopt;  ///< as `TrialContext::gpus`
  Seconds window{0.1};                                  ///< of one measurement
  int repeats = 5;                                      ///< measurements of each call
  std::function<bool()> cancelled = [] { return false; };
};

/// How long a measurement takes by a meter of that resolution, unless somebody says otherwise: one
/// of so many steps is off by about a fiftieth.
inline Seconds profile_window(Seconds resolution) {
  constexpr double kStepsOfMeter = 50.0;
  constexpr Seconds kLeast{0.1};
  return std::max(kLeast, kStepsOfMeter * resolution);
}

}  // namespace wattle::search
