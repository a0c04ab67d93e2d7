// SPDX-License-Identifier: MIT
#include "search/space/condition.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

bool LinearComparison::holds(const nlohmann::json& values) const {
  double sum = 0.0;
  double size = 0.0;
  for (const auto& [name, weight] : weights) {
    const auto value = values.find(name);
    if (value == values.end() || !value->is_number()) continue;
    const double term = weight * value->get<double>();
    sum += term;
    size += std::abs(term);
  }
  const double roundings =
      (static_cast<double>(weights.size()) + 2.0) * std::numeric_limits<double>::epsilon();
  return std::all_of(bounds.begin(), bounds.end(), [&](const auto& bound) {
    const double difference = sum - bound.second;
    const double equal_within = roundings * (size + std::abs(bound.second));
    switch (bound.first) {
      case Comparison::Operator::kAbove:
        return difference > equal_within;
      case Comparison::Operator::kAtLeast:
        return difference >= -equal_within;
      case Comparison::Operator::kBelow:
        return difference < -equal_within;
      default:
        return difference <= equal_within;
    }
  });
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
    case Node::Kind::kLinear:
      return node.linear.holds(values);
  }
  return false;
}

template <class Visit>
void Condition::walk(const Node& node, const Visit& visit) {
  visit(node);
  for (const Node& child : node.children) walk(child, visit);
}

std::vector<const Comparison*> Condition::comparisons() const {
  std::vector<const Comparison*> found;
  walk(root_, [&found](const Node& node) {
    if (node.kind == Node::Kind::kCompare) found.push_back(&node.comparison);
  });
  return found;
}

std::vector<const LinearComparison*> Condition::linear_comparisons() const {
  std::vector<const LinearComparison*> found;
  walk(root_, [&found](const Node& node) {
    if (node.kind == Node::Kind::kLinear) found.push_back(&node.linear);
  });
  return found;
}

std::vector<std::string> Condition::parameters() const {
  std::vector<std::string> names;
  for (const Comparison* comparison : comparisons()) names.push_back(comparison->parameter);
  for (const LinearComparison* linear : linear_comparisons()) {
    for (const auto& [name, weight] : linear->weights) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace wattle::search
