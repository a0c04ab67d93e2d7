// SPDX-License-Identifier: MIT
// Numbers that stay integers as long as they can.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <variant>

#include "energy/error.h"

namespace wattle::search {

using Number = std::variant<std::int64_t, double>;

/// `left` op `right` for op one of + - * /. Two integers give an integer, but for a division that
/// does not come out even, which gives a double. Errors: a division by zero, an integer result
/// beyond 64 bits, a result that is not finite.
Result<Number> apply(char op, Number left, Number right);

/// kInvalidArgument when the JSON is no number.
Result<Number> number_from_json(const nlohmann::json& json);
nlohmann::json to_json(Number number);

}  // namespace wattle::search
