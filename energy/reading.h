// SPDX-License-Identifier: MIT
// What a meter says about an interval: joules, how sure we are, and where the number came from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/units.h"

namespace wattle::energy {

/// Where joules come from. Numbers of different sources are never ranked against each other.
enum class Source {
  kCounter,    ///< a hardware energy counter (RAPL, NVML)
  kSampled,    ///< power samples, integrated
  kEstimated,  ///< a model of the machine; always carries a wide interval
  kReplayed,   ///< recorded earlier: a stream, a table of runs
  kReported,   ///< the objective itself said so (a test function, an outside program)
  kUnknown,    ///< nobody counted: the joules are 0 and say nothing
};

std::string_view to_string(Source source);
std::optional<Source> source_from_string(std::string_view name);

/// Energy of one interval. `low <= joules <= high` bound the truth as far as the source knows it.
struct EnergyReading {
  Joules joules;
  Joules low;
  Joules high;
  std::vector<std::string> domains;  ///< coverage: "package", "dram", "gpu", "wall"; sorted
  Source source = Source::kEstimated;
  bool shared = false;  ///< other trials ran on the machine during the interval
  Seconds window;       ///< length of the interval

  bool operator==(const EnergyReading&) const = default;
};

}  // namespace wattle::energy
