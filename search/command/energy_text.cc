// SPDX-License-Identifier: MIT
#include "search/command/energy_text.h"

#include "energy/text/join.h"

namespace wattle::search {

std::string coverage_text(const energy::MeterInfo& info) { return join(info.domains); }

}  // namespace wattle::search
