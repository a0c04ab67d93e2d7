// SPDX-License-Identifier: MIT
// The names in a table of rows.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace wattle::search {

/// `name` of each row, in order: a member (`&Row::name`) or a function of a row.
template <class Rows, class Name>
std::vector<std::string> names_of(const Rows& rows, const Name& name) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.emplace_back(std::invoke(name, row));
  return names;
}

}  // namespace wattle::search
