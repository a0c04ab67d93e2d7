// SPDX-License-Identifier: MIT
#include "energy/cumulative.h"

namespace wattle::energy {

CumulativeEnergy sum_of_parts(std::span<const CumulativeEnergy> parts) {
  CumulativeEnergy sum;
  for (const CumulativeEnergy& part : parts) {
    sum.joules += part.joules;
    sum.low += part.low;
    sum.high += part.high;
    sum.parts.push_back(part.joules);
  }
  return sum;
}

}  // namespace wattle::energy
