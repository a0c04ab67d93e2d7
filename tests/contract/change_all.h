// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "search/trial/history.h"

namespace wattle::contract {

/// Every trial becomes what `change(Trial&)` makes of it.
template <class Change>
void change_all(search::History& history, const Change& change) {
  for (std::size_t i = 0; i < history.size(); ++i) history.change(i, change);
}

}  // namespace wattle::contract
