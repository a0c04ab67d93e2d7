// SPDX-License-Identifier: MIT
// Which points a history has tried already.
#pragma once

#include <nlohmann/json.hpp>
#include <unordered_set>

#include "search/space/value_hash.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// The points of every trial of a history, whatever its state. Built in O(n), asked in O(1).
class SeenPoints {
 public:
  /// `history` must outlive this.
  explicit SeenPoints(const History& history) {
    points_.reserve(history.size());
    for (const Trial& trial : history) points_.insert(&trial.parameters.json());
  }

  /// Numbers compare by value, so a point that has been through a file is still the same.
  bool contains(const nlohmann::json& values) const { return points_.count(&values) > 0; }

 private:
  std::unordered_set<const Value*, ValuePointerHash, ValuePointerEqual> points_;
};

}  // namespace wattle::search
