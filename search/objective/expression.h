// SPDX-License-Identifier: MIT
// `$name` references and arithmetic inside an objective: "$width", "$width * 2", "($layers + 1) /
// 2".
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "search/space/value.h"

namespace wattle::search {

/// True when the text holds a `$name`: only then is a string an expression.
bool is_expression(std::string_view text);
/// Names it refers to, or kInvalidArgument with the column of the fault.
/// Grammar: sum of products of atoms; atom: number, $name, "(" sum ")", "-" atom.
Result<std::vector<std::string>> expression_names(std::string_view text);

/// Replaces every expression in `objective` by its value: a lone `$name` by the parameter's value
/// as it is (any JSON), arithmetic by a number (an integer when all operands are integers and the
/// result is whole). A member that refers to an inactive parameter is left out; an array element
/// that does is an error.
Result<nlohmann::json> resolve(const nlohmann::json& objective, const Parameters& parameters);

}  // namespace wattle::search
