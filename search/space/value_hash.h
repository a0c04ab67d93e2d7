// SPDX-License-Identifier: MIT
// Values and points in hash tables.
#pragma once

#include <cstddef>

#include "search/space/value.h"

namespace wattle::search {

/// A hash that agrees with `==` on JSON: 1, 1u and 1.0 are equal and hash alike (a value that has
/// been through a file may come back as another of JSON's number types), and so do 0.0 and -0.0.
struct ValueHash {
  std::size_t operator()(const Value& value) const;
};

/// The same for values that live elsewhere, for tables that do not own what they hold.
struct ValuePointerHash {
  std::size_t operator()(const Value* value) const { return ValueHash()(*value); }
};
struct ValuePointerEqual {
  bool operator()(const Value* a, const Value* b) const { return *a == *b; }
};

}  // namespace wattle::search
