// SPDX-License-Identifier: MIT
#include "search/space/point_table.h"

#include <utility>

namespace wattle::search {

PointTable::PointTable(std::vector<Parameters> rows) {
  rows_.reserve(rows.size());  // the index points into it
  index_.reserve(rows.size());
  for (Parameters& row : rows) {
    if (contains(row.json())) continue;
    rows_.push_back(std::move(row));
    index_.insert(&rows_.back().json());
  }
}

}  // namespace wattle::search
