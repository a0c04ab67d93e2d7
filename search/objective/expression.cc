// SPDX-License-Identifier: MIT
#include "search/objective/expression.h"

#include <algorithm>
#include <utility>

#include "search/objective/expression_program.h"

namespace wattle::search {
namespace {

constexpr int kDeepest = 100;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// A value, or nothing where a parameter that is not active is referred to.
using Resolved = Result<std::optional<nlohmann::json>>;

Result<std::optional<Number>> run(const Program& program, const Parameters& parameters) {
  std::vector<Number> stack;
  for (const Instruction& instruction : program) {
    if (const auto* constant = std::get_if<Number>(&instruction)) {
      stack.push_back(*constant);
    } else if (const auto* reference = std::get_if<PushName>(&instruction)) {
      const Value* value = parameters.find(reference->name);
      if (value == nullptr) return std::nullopt;
      Result<Number> number = number_from_json(*value);
      if (!number) {
        return fail(ErrorCode::kInvalidArgument,
                    "$" + reference->name + " is no number: " + number.error().message);
      }
      stack.push_back(*number);
    } else {
      const Number right = stack.back();
      stack.pop_back();
      Result<Number> result = apply(std::get<Apply>(instruction).op, stack.back(), right);
      if (!result) return tl::unexpected(result.error());
      stack.back() = *result;
    }
  }
  return stack.back();
}

Resolved resolve_text(const std::string& text, const Parameters& parameters) {
  if (const auto name = lone_reference(text)) {
    const Value* value = parameters.find(*name);
    if (value == nullptr) return std::nullopt;
    return *value;
  }
  const Result<Program> program = parse_expression(text);
  if (!program) return fail(program.error().code, "\"" + text + "\", " + program.error().message);
  const auto number = run(*program, parameters);
  if (!number) return fail(number.error().code, "\"" + text + "\": " + number.error().message);
  if (!*number) return std::nullopt;
  return to_json(**number);
}

Resolved resolve_value(const nlohmann::json& value, const Parameters& parameters, int depth) {
  if (depth > kDeepest) {
    return fail(ErrorCode::kInvalidArgument, "an objective nested deeper than 100 levels");
  }
  if (value.is_string() && is_expression(value.get_ref<const std::string&>())) {
    return resolve_text(value.get_ref<const std::string&>(), parameters);
  }
  if (!value.is_structured()) return value;
  nlohmann::json result = value.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  for (const auto& [name, item] : value.items()) {
    Resolved resolved = resolve_value(item, parameters, depth + 1);
    if (!resolved) return resolved;
    if (value.is_object() && *resolved) result[name] = std::move(**resolved);
    if (value.is_array() && !*resolved) {
      return fail(ErrorCode::kInvalidArgument,
                  "element " + name + " of a list refers to a parameter that is not active");
    }
    if (value.is_array()) result.push_back(std::move(**resolved));
  }
  return result;
}

}  // namespace

bool is_expression(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    if (at + 1 < text.size() && is_letter(text[at + 1])) return true;
  }
  return false;
}

std::optional<std::string> lone_reference(std::string_view text) {
  const Result<Program> program = parse_expression(text);
  // "($a)" is one instruction too, but reads as arithmetic.
  if (!program || program->size() != 1 || text.find('(') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto* reference = std::get_if<PushName>(&program->front());
  if (reference == nullptr) return std::nullopt;
  return reference->name;
}

Result<std::vector<std::string>> expression_names(std::string_view text) {
  const Result<Program> program = parse_expression(text);
  if (!program) return tl::unexpected(program.error());
  std::vector<std::string> names;
  for (const Instruction& instruction : *program) {
    const auto* reference = std::get_if<PushName>(&instruction);
    if (reference == nullptr) continue;
    const bool known = std::find(names.begin(), names.end(), reference->name) != names.end();
    if (!known) names.push_back(reference->name);
  }
  return names;
}

Result<nlohmann::json> resolve(const nlohmann::json& objective, const Parameters& parameters) {
  Resolved resolved = resolve_value(objective, parameters, 0);
  if (!resolved) return tl::unexpected(resolved.error());
  if (!*resolved) {
    return fail(ErrorCode::kInvalidArgument,
                "the objective refers to a parameter that is not active");
  }
  return std::move(**resolved);
}

}  // namespace wattle::search
