// SPDX-License-Identifier: MIT
// How the energy commands speak of a meter.
#pragma once

#include <string>

#include "energy/meter.h"

namespace wattle::search {

/// "dram, package"
std::string coverage_text(const energy::MeterInfo& info);

}  // namespace wattle::search
