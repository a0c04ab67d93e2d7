// SPDX-License-Identifier: MIT
#include "search/space/condition.h"

#include <algorithm>

namespace wattle::search {

bool Comparison::holds(const nlohmann::json& values) const {
  const auto found = values.find(parameter);
  if (found == values.end()) return false;
  const Value& value = *found;
  if (op == Operator::kIs) return value == operand;
  if (op == Operator::kIsNot) return value != operand;
  if (op == Operator::kIn) {
    return std::find(operand.begin(), operand.end(), value) != operand.end();
  }
  if (!value.is_number()) return false;
  switch (op) {
    case Operator::kAbove:
      return value > operand;
    case Operator::kAtLeast:
      return value >= operand;
    case Operator::kBelow:
      return value < operand;
    default:
      return value <= operand;
  }
}

bool Condition::holds(const Node& node, const nlohmann::json& values) {
  const auto child_holds = [&values](const Node& child) { return holds(child, values); };
  switch (node.kind) {
    case Node::Kind::kAll:
      return std::all_of(node.children.begin(), node.children.end(), child_holds);
    case Node::Kind::kAny:
      return std::any_of(node.children.begin(), node.children.end(), child_holds);
    case Node::Kind::kNot:
      return !holds(node.children.front(), values);
    case Node::Kind::kCompare:
      return node.comparison.holds(values);
  }
  return false;
}

void Condition::collect(const Node& node, std::vector<const Comparison*>& comparisons) {
  if (node.kind == Node::Kind::kCompare) comparisons.push_back(&node.comparison);
  for (const Node& child : node.children) collect(child, comparisons);
}

std::vector<const Comparison*> Condition::comparisons() const {
  std::vector<const Comparison*> comparisons;
  collect(root_, comparisons);
  return comparisons;
}

std::vector<std::string> Condition::parameters() const {
  std::vector<std::string> names;
  for (const Comparison* comparison : comparisons()) names.push_back(comparison->parameter);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace wattle::search
