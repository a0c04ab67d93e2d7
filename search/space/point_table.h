// SPDX-License-Identifier: MIT
// Listed points that are looked up by value.
#pragma once

#include <unordered_set>
#include <vector>

#include "search/space/value_hash.h"

namespace wattle::search {

/// Different points in the order given. Immutable, shared by copies of a space.
class PointTable {
 public:
  /// Points that stand more than once are kept once.
  explicit PointTable(std::vector<Parameters> rows);
  PointTable(const PointTable&) = delete;
  PointTable& operator=(const PointTable&) = delete;

  const std::vector<Parameters>& rows() const { return rows_; }
  /// O(1); numbers compare by value.
  bool contains(const nlohmann::json& values) const { return index_.count(&values) > 0; }

 private:
  std::vector<Parameters> rows_;
  std::unordered_set<const Value*, ValuePointerHash, ValuePointerEqual> index_;  ///< into rows_
};

}  // namespace wattle::search
