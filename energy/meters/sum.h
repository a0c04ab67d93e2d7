// SPDX-License-Identifier: MIT
// Several meters as one: the processor and the GPUs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "energy/meter.h"

namespace wattle::energy {

/// The domain that both cover; empty when they are apart. "wall" and "system" contain all others.
std::string common_domain(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// Adds up what covers different things. The name is "rapl+nvml"; the source is the weakest one,
/// counter before sampled before replayed before estimated before reported before unknown; idle is
/// the sum where all know theirs; parts are those of the meters, or a meter's name where it tells
/// none. When one cannot be read the read fails with its reason and name, and the next good one
/// covers the gap; the others are read all the same, lest their counters wrap unseen.
///
/// Fails with kInvalidArgument when there is no meter, or two cover the same domain, which it
/// names. A single meter is returned as it is.
Result<std::unique_ptr<EnergyMeter>> sum_meters(std::vector<std::unique_ptr<EnergyMeter>> meters);

}  // namespace wattle::energy
