// SPDX-License-Identifier: MIT
#include "search/report/chart/states.h"

namespace wattle::search {

std::string state_colour(TrialState state) {
  return is_ended(state) ? "@state-" + std::string(to_string(state)) : "@state-open";
}

}  // namespace wattle::search
