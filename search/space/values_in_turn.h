// SPDX-License-Identifier: MIT
// Many values of one point, looked up by name one after another.
#pragma once

#include <string_view>

#include "search/space/value.h"

namespace wattle::search {

/// Looks values up by name. Names that are asked for in the order of the keys, as those of a space
/// without conditions are, cost O(1) each; any other O(log n) of n values.
class ValuesInTurn {
 public:
  /// `values` must be a JSON object, outlive this and stay unchanged.
  explicit ValuesInTurn(const nlohmann::json& values)
      : values_(&values.get_ref<const nlohmann::json::object_t&>()), next_(values_->begin()) {}

  /// The value, or null when there is none of this name.
  const Value* find(std::string_view name) {
    if (next_ == values_->end() || next_->first != name) {
      const auto found = values_->find(name);
      if (found == values_->end()) return nullptr;
      next_ = found;
    }
    const Value* const value = &next_->second;
    ++next_;
    return value;
  }

 private:
  const nlohmann::json::object_t* values_;
  nlohmann::json::object_t::const_iterator next_;  ///< after the value that was found last
};

}  // namespace wattle::search
