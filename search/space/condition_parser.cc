// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "energy/text/join.h"
#include "energy/text/nearest_name.h"
#include "search/space/condition.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

/// Deeper nesting is a mistake or an attack, and would use up the stack.
constexpr int kMaxDepth = 64;

using Operator = Comparison::Operator;

constexpr std::array<std::pair<const char*, Operator>, 7> kOperators{{
    {"is", Operator::kIs},
    {"is_not", Operator::kIsNot},
    {"in", Operator::kIn},
    {"above", Operator::kAbove},
    {"at_least", Operator::kAtLeast},
    {"below", Operator::kBelow},
    {"at_most", Operator::kAtMost},
}};

/// The operators' names; `bounds_only` leaves out those that do not order.
std::vector<std::string> operator_names(bool bounds_only) {
  std::vector<std::string> names;
  for (const auto& [name, op] : kOperators) {
    if (!bounds_only || Comparison::orders(op)) names.emplace_back(name);
  }
  return names;
}

bool is_finite_number(const nlohmann::json& json) {
  return json.is_number() && std::isfinite(json.get<double>());
}

}  // namespace

const std::vector<std::string>& condition_words() {
  static const std::vector<std::string> words{"any", "all", "not", "linear"};
  return words;
}

/// Turns JSON into the tree of a condition and gathers what is wrong with it.
class ConditionParser {
 public:
  using Node = Condition::Node;

  Validated<Condition> parse(const nlohmann::json& json, const std::string& pointer) {
    Condition condition;
    condition.root_ = parse_condition(json, pointer, 0);
    condition.json_ = json;
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    return condition;
  }

 private:
  void fault(std::string pointer, const nlohmann::json& value, std::string expected,
             std::string nearest = {}) {
    faults_.push_back(
        {std::move(pointer), json_text(value), std::move(expected), std::move(nearest)});
  }

  Node parse_condition(const nlohmann::json& json, const std::string& pointer, int depth) {
    Node all;
    if (depth > kMaxDepth) {
      fault(pointer, nullptr, "conditions nested less deeply");
      return all;
    }
    if (!json.is_object() || json.empty()) {
      fault(pointer, json, "a condition: an object such as {\"optimizer\": \"sgd\"}");
      return all;
    }
    if (json.contains("linear")) {
      all.children.push_back(parse_linear(json, pointer));
      return all;
    }
    for (const auto& [name, operand] : json.items()) {
      const std::string place = child_pointer(pointer, name);
      if (name == "any" || name == "all") {
        const Node::Kind kind = name == "any" ? Node::Kind::kAny : Node::Kind::kAll;
        all.children.push_back(parse_list(kind, operand, place, depth));
      } else if (name == "not") {
        Node negation;
        negation.kind = Node::Kind::kNot;
        negation.children.push_back(parse_condition(operand, place, depth + 1));
        all.children.push_back(std::move(negation));
      } else {
        parse_comparisons(name, operand, place, all.children);
      }
    }
    return all;
  }

  Node parse_list(Node::Kind kind, const nlohmann::json& list, const std::string& pointer,
                  int depth) {
    Node node;
    node.kind = kind;
    if (!list.is_array() || list.empty()) {
      fault(pointer, list, "a list of one or more conditions");
      return node;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      node.children.push_back(
          parse_condition(list[i], child_pointer(pointer, std::to_string(i)), depth + 1));
    }
    return node;
  }

  Node parse_linear(const nlohmann::json& json, const std::string& pointer) {
    Node node;
    node.kind = Node::Kind::kLinear;
    node.linear.pointer = child_pointer(pointer, "linear");
    parse_weights(json.at("linear"), node.linear);
    const std::string bounds = join(operator_names(true));
    for (const auto& item : json.items()) {
      const std::string& word = item.key();
      if (word == "linear") continue;
      const auto* row = find_operator(word);
      if (row == kOperators.end() || !Comparison::orders(row->second)) {
        fault(child_pointer(pointer, word), word,
              "a bound of the sum: " + bounds + "; \"all\" combines it with other conditions",
              nearest_name(word, operator_names(true)));
      } else if (!is_finite_number(item.value())) {
        fault(child_pointer(pointer, word), item.value(), "a finite number");
      } else {
        node.linear.bounds.emplace_back(row->second, item.value().get<double>());
      }
    }
    if (json.size() == 1) fault(pointer, json, "a bound of the sum: " + bounds);
    return node;
  }

  void parse_weights(const nlohmann::json& weights, LinearComparison& into) {
    if (!weights.is_object() || weights.empty()) {
      fault(into.pointer, weights, "weights by parameter, such as {\"width\": 1, \"depth\": 64}");
      return;
    }
    for (const auto& [name, weight] : weights.items()) {
      if (is_finite_number(weight)) {
        into.weights.emplace_back(name, weight.get<double>());
      } else {
        fault(child_pointer(into.pointer, name), weight, "a finite number");
      }
    }
  }

  static const std::pair<const char*, Operator>* find_operator(const std::string& word) {
    return std::find_if(kOperators.begin(), kOperators.end(),
                        [&](const auto& known) { return known.first == word; });
  }

  void parse_comparisons(const std::string& parameter, const nlohmann::json& operand,
                         const std::string& pointer, std::vector<Node>& into) {
    if (!operand.is_object()) {
      into.push_back(comparison({parameter, Operator::kIs, operand, pointer}));
      return;
    }
    const std::string known = join(operator_names(false));
    if (operand.empty()) fault(pointer, operand, "a value, or a comparison: " + known);
    for (const auto& item : operand.items()) {
      const std::string& word = item.key();
      const std::string place = child_pointer(pointer, word);
      const auto* row = find_operator(word);
      if (row == kOperators.end()) {
        fault(place, word, "a comparison: " + known, nearest_name(word, operator_names(false)));
        continue;
      }
      Comparison written{parameter, row->second, item.value(), place};
      if (check_operand(written)) into.push_back(comparison(std::move(written)));
    }
  }

  bool check_operand(const Comparison& written) {
    if (written.orders() && !written.operand.is_number()) {
      fault(written.pointer, written.operand, "a number");
      return false;
    }
    if (written.op == Operator::kIn && (!written.operand.is_array() || written.operand.empty())) {
      fault(written.pointer, written.operand, "a list of one or more values");
      return false;
    }
    return true;
  }

  static Node comparison(Comparison written) {
    Node node;
    node.kind = Node::Kind::kCompare;
    node.comparison = std::move(written);
    return node;
  }

  std::vector<Fault> faults_;
};

Validated<Condition> Condition::from_json(const nlohmann::json& json, const std::string& pointer) {
  return ConditionParser().parse(json, pointer);
}

}  // namespace wattle::search
