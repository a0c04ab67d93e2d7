// SPDX-License-Identifier: MIT
// `$name` references and arithmetic inside an objective: "$width", "$width * 2", "($layers + 1) /
// 2".
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "search/space/value.h"

namespace wattle::search {

/// True when the text holds a `$name`: only then is a string an expression.
bool is_expression(std::string_view text);
/// The name, when the text is one `$name` and nothing else but blanks.
std::optional<std::string> lone_reference(std::string_view text);
/// Names it refers to, in order, each once; or kInvalidArgument with the column of the fault.
/// Grammar: sum of products of atoms; atom: number, $name, "(" sum ")", "-" atom; at most 64 atoms
/// deep. Columns count characters from 1. Cost linear in the text.
Result<std::vector<std::string>> expression_names(std::string_view text);

/// Replaces every expression in `objective` by its value: a lone `$name` by the parameter's value
/// as it is (any JSON), arithmetic by a number (an integer when all operands are integers and the
/// result is whole). A member that refers to an inactive parameter is left out; an array element
/// that does, or the objective itself, is an error, and so are a division by zero, an integer
/// beyond 64 bits, arithmetic on what is no number, and nesting deeper than 100.
Result<nlohmann::json> resolve(const nlohmann::json& objective, const Parameters& parameters);

}  // namespace wattle::search
