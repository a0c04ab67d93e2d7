// SPDX-License-Identifier: MIT
// An expression, read once: a program for a stack of numbers.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "energy/error.h"
#include "search/objective/arithmetic.h"

namespace wattle::search {

/// Pushes the value of a parameter.
struct PushName {
  std::string name;
};
/// Takes two numbers from the stack and pushes the result of + - * /.
struct Apply {
  char op = '+';
};
using Instruction = std::variant<Number, PushName, Apply>;

/// Operands before their operator: "$a + 2 * $b" is a, 2, b, *, +.
using Program = std::vector<Instruction>;

/// Reads an expression by recursive descent; the grammar is in expression.h.
Result<Program> parse_expression(std::string_view text);

}  // namespace wattle::search
