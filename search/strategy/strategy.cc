// SPDX-License-Identifier: MIT
#include "search/strategy/strategy.h"

namespace wattle::search {

Result<void> Strategy::restore(const nlohmann::json& state) {
  if (state.is_object() && state.empty()) return {};
  return fail(ErrorCode::kCorrupt,
              "the strategy " + std::string(kind()) + " keeps no state, but one was stored");
}

}  // namespace wattle::search
