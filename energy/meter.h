// SPDX-License-Identifier: MIT
// The seam between Wattle and whatever counts joules on this machine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/reading.h"
#include "energy/units.h"

namespace wattle::energy {

/// What a meter is, fixed when it is opened.
struct MeterInfo {
  std::string name;  ///< "rapl", "estimate", "replay"
  Source source = Source::kEstimated;
  std::vector<std::string> domains;  ///< coverage, sorted
  Seconds resolution;                ///< how often the reading changes
  Seconds longest_gap;  ///< read at least this often, or a counter may wrap unseen; 0: no limit
  std::optional<Watts> idle =
      std::nullopt;         ///< the machine's power with nothing running, where the meter knows it
  std::string explanation;  ///< one line for people: how the number comes about
  std::vector<std::string> parts =
      {};  ///< what `CumulativeEnergy::parts` tells apart: "package-0", "gpu-1"; empty: nothing
};

/// Energy since the meter was opened. All of it only grows; `low <= joules <= high`.
struct CumulativeEnergy {
  Joules joules;
  Joules low;
  Joules high;
  std::vector<Joules> parts = {};  ///< in the order of `MeterInfo::parts`; their sum is `joules`
};

/// A source of joules. Measures the machine, not the process: splitting is the ledger's work.
/// `read` may be called from any thread, one at a time.
class EnergyMeter {
 public:
  virtual ~EnergyMeter() = default;
  virtual const MeterInfo& info() const = 0;
  /// Fails when the sensor cannot be read this time; a later call may succeed and then covers the
  /// gap.
  virtual Result<CumulativeEnergy> read() = 0;
};

}  // namespace wattle::energy
