// SPDX-License-Identifier: MIT
#include "search/objective/arithmetic.h"

#include <cmath>
#include <limits>
#include <string>

namespace wattle::search {
namespace {

double as_double(Number number) {
  return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

Result<Number> apply_real(char op, double left, double right) {
  double result = 0.0;
  switch (op) {
    case '+':
      result = left + right;
      break;
    case '-':
      result = left - right;
      break;
    case '*':
      result = left * right;
      break;
    default:
      if (right == 0.0) return fail(ErrorCode::kInvalidArgument, "a division by zero");
      result = left / right;
  }
  if (!std::isfinite(result)) {
    return fail(ErrorCode::kInvalidArgument, "a result too large for a number");
  }
  return result;
}

Result<Number> apply_integer(char op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case '+':
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case '-':
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case '*':
      overflow = __builtin_mul_overflow(left, right, &result);
      break;
    default:
      if (right == 0) return fail(ErrorCode::kInvalidArgument, "a division by zero");
      // The one quotient of two integers that is no 64-bit integer; its remainder is undefined too.
      overflow = left == std::numeric_limits<std::int64_t>::min() && right == -1;
      if (!overflow && left % right != 0) {
        return apply_real(op, static_cast<double>(left), static_cast<double>(right));
      }
      if (!overflow) result = left / right;
  }
  if (overflow) return fail(ErrorCode::kInvalidArgument, "an integer beyond 64 bits");
  return result;
}

}  // namespace

Result<Number> apply(char op, Number left, Number right) {
  const auto* first = std::get_if<std::int64_t>(&left);
  const auto* second = std::get_if<std::int64_t>(&right);
  if (first != nullptr && second != nullptr) return apply_integer(op, *first, *second);
  return apply_real(op, as_double(left), as_double(right));
}

Result<Number> number_from_json(const nlohmann::json& json) {
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > kLargest) {
    return static_cast<double>(json.get<std::uint64_t>());
  }
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  return fail(ErrorCode::kInvalidArgument, std::string("arithmetic on ") + json.type_name());
}

nlohmann::json to_json(Number number) {
  return std::visit([](auto value) { return nlohmann::json(value); }, number);
}

}  // namespace wattle::search
