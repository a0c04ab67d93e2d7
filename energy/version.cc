// SPDX-License-Identifier: MIT
#include "energy/version.h"

namespace wattle {

std::string_view version() { return WATTLE_VERSION; }

}  // namespace wattle
