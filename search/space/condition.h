// SPDX-License-Identifier: MIT
// When is a parameter active, and which combinations are forbidden: predicates over an assignment.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
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
  static constexpr bool orders(Operator op) { return op >= Operator::kAbove; }
  bool orders() const { return orders(op); }
  /// False when `values` (an object) lacks the parameter, and when a value that is not a number is
  /// compared by size.
  bool holds(const nlohmann::json& values) const;
};

/// A weighted sum of numbers against bounds: {"linear": {"width": 1, "depth": 64}, "above": 512}.
struct LinearComparison {
  std::vector<std::pair<std::string, double>> weights;  ///< by parameter
  /// Operators that order, each with its number; all must hold.
  std::vector<std::pair<Comparison::Operator, double>> bounds;
  std::string pointer;  ///< place of the weights in their document

  /// S = sum of weight x value; a parameter that `values` (an object) lacks, or whose value is no
  /// number, counts as 0. S and a bound B are equal when they differ by at most
  ///   (n + 2) eps (sum of |weight x value| + |B|),  n = number of weights,
  /// twice what rounding can do to decimal numbers (each number, product and addition: eps / 2), so
  /// that 0.1 + 0.2 is at most 0.3.
  bool holds(const nlohmann::json& values) const;
};

/// A predicate over parameters, as a person writes it:
///   {"optimizer": "sgd"}                          equals
///   {"layers": {"at_least": 2}}                   above, at_least, below, at_most, is, is_not, in
///   {"a": 1, "b": {"above": 2, "at_most": 4}}     all of them
///   {"linear": {"a": 1, "b": 2}, "at_most": 8}    a + 2 b at most 8; above, at_least, below too
///   {"any": [..]} {"all": [..]} {"not": {..}}     combined
/// A comparison with an inactive parameter is false; in a linear sum it counts as 0.
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
  /// Likewise every weighted sum.
  std::vector<const LinearComparison*> linear_comparisons() const;
  const nlohmann::json& json() const { return json_; }

 private:
  struct Node {
    enum class Kind { kAll, kAny, kNot, kCompare, kLinear };
    Kind kind = Kind::kAll;
    std::vector<Node> children;  ///< kAll, kAny, kNot
    Comparison comparison;       ///< kCompare
    LinearComparison linear;     ///< kLinear
  };
  friend class ConditionParser;
  static bool holds(const Node& node, const nlohmann::json& values);
  /// Calls `visit` with every node, in the order written.
  template <class Visit>
  static void walk(const Node& node, const Visit& visit);

  Node root_;
  nlohmann::json json_;
};

/// Words that a condition uses itself, so no parameter can be named by them.
const std::vector<std::string>& condition_words();

}  // namespace wattle::search
