// SPDX-License-Identifier: MIT
// When is a parameter active, and which combinations are forbidden: predicates over an assignment.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/space/fault.h"
#include "search/space/value.h"

namespace wattle::search {

/// One parameter against one value: {"layers": {"at_least": 2}}.
struct Comparison {
  enum class Operator { kIs, kIsNot, kIn, kAbove, kAtLeast, kBelow, kAtMost };
  std::string parameter;
  Operator op = Operator::kIs;
  Value operand;        ///< a number for the four that order; an array for kIn
  std::string pointer;  ///< place of the operand in its document

  /// True for the four operators that compare by size.
  bool orders() const { return op >= Operator::kAbove; }
  /// False when `values` (an object) lacks the parameter, and when a value that is not a number is
  /// compared by size.
  bool holds(const nlohmann::json& values) const;
};

/// A predicate over parameters, as a person writes it:
///   {"optimizer": "sgd"}                          equals
///   {"layers": {"at_least": 2}}                   above, at_least, below, at_most, is, is_not, in
///   {"a": 1, "b": {"above": 2, "at_most": 4}}     all of them
///   {"any": [..]} {"all": [..]} {"not": {..}}     combined
/// A comparison with an inactive parameter is false.
class Condition {
 public:
  /// `pointer` is the place of `json` in its document, for faults.
  static Validated<Condition> from_json(const nlohmann::json& json, const std::string& pointer);

  bool holds(const Parameters& parameters) const { return holds(parameters.json()); }
  /// The same for an object of values by name that is still being put together.
  bool holds(const nlohmann::json& values) const { return holds(root_, values); }
  /// Names it speaks of, sorted, each once.
  std::vector<std::string> parameters() const;
  /// Every comparison in it, in the order written. They live as long as this condition.
  std::vector<const Comparison*> comparisons() const;
  const nlohmann::json& json() const { return json_; }

 private:
  struct Node {
    enum class Kind { kAll, kAny, kNot, kCompare };
    Kind kind = Kind::kAll;
    std::vector<Node> children;  ///< kAll, kAny, kNot
    Comparison comparison;       ///< kCompare
  };
  friend class ConditionParser;
  static bool holds(const Node& node, const nlohmann::json& values);
  static void collect(const Node& node, std::vector<const Comparison*>& comparisons);

  Node root_;
  nlohmann::json json_;
};

/// Words that a condition uses itself, so no parameter can be named by them.
const std::vector<std::string>& condition_words();

}  // namespace wattle::search
