// SPDX-License-Identifier: MIT
#include "search/space/values_in_turn.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace wattle::search {
namespace {

using nlohmann::json;

TEST(ValuesInTurn, FindsTheSameInEveryOrder) {
  const json values{{"a", 1}, {"c", 2}, {"d", 3}};
  std::array<std::string, 5> names{"a", "b", "c", "d", "e"};
  do {
    ValuesInTurn in_turn(values);
    for (const std::string& name : names) {
      const auto known = values.find(name);
      const Value* const found = in_turn.find(name);
      EXPECT_EQ(found, known == values.end() ? nullptr : &*known) << name;
    }
  } while (std::next_permutation(names.begin(), names.end()));
}

TEST(ValuesInTurn, FindsTheSameTwice) {
  const json values{{"a", 1}, {"b", 2}};
  ValuesInTurn in_turn(values);
  for (const char* name : {"b", "b", "a", "a"}) EXPECT_EQ(in_turn.find(name), &values[name]);
}

TEST(ValuesInTurn, FindsNothingWhereThereIsNothing) {
  const json none = json::object();
  EXPECT_EQ(ValuesInTurn(none).find("a"), nullptr);
}

}  // namespace
}  // namespace wattle::search
