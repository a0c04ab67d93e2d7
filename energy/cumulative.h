// SPDX-License-Identifier: MIT
// Energies of several sensors as one.
#pragma once

#include <span>

#include "energy/meter.h"

namespace wattle::energy {

/// `joules`, `low` and `high` are the sums; `parts` are the joules of each, in order.
CumulativeEnergy sum_of_parts(std::span<const CumulativeEnergy> parts);

}  // namespace wattle::energy
