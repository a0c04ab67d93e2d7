// SPDX-License-Identifier: MIT
// When is a parameter active, and which combinations are forbidden: predicates over an assignment.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/space/fault.h"
#include "search/space/value.h"

namespace wattle::search {

/// A predicate over parameters, as a person writes it:
///   {"optimizer": "sgd"}                          equals
///   {"layers": {"at_least": 2}}                   above, at_least, below, at_most, is, is_not, in
///   {"a": 1, "b": {"above": 2}}                   all of them
///   {"any": [..]} {"all": [..]} {"not": {..}}     combined
/// A comparison with an inactive parameter is false.
class Condition {
 public:
  /// `pointer` is the place of `json` in its document, for faults.
  static Validated<Condition> from_json(const nlohmann::json& json, const std::string& pointer);

  bool holds(const Parameters& parameters) const;
  /// Names it speaks of, sorted, each once.
  std::vector<std::string> parameters() const;
  const nlohmann::json& json() const { return json_; }

 private:
  struct Node {
    enum class Kind { kAll, kAny, kNot, kCompare };
    enum class Compare { kIs, kIsNot, kIn, kAbove, kAtLeast, kBelow, kAtMost };
    Kind kind = Kind::kAll;
    std::vector<Node> children;  ///< kAll, kAny, kNot
    std::string parameter;       ///< kCompare
    Compare compare = Compare::kIs;
    Value operand;
  };
  friend class ConditionParser;
  static bool holds(const Node& node, const Parameters& parameters);
  static void collect(const Node& node, std::vector<std::string>& names);

  Node root_;
  nlohmann::json json_;
};

}  // namespace wattle::search
