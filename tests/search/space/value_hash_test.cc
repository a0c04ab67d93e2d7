// SPDX-License-Identifier: MIT
#include "search/space/value_hash.h"

#include <gtest/gtest.h>

#include <set>

namespace wattle::search {
namespace {

using nlohmann::json;

TEST(ValueHash, AgreesWithEqualityAcrossNumberTypes) {
  EXPECT_EQ(ValueHash()(json(1)), ValueHash()(json(1U)));
  EXPECT_EQ(ValueHash()(json(1)), ValueHash()(json(1.0)));
  EXPECT_EQ(ValueHash()(json(0.0)), ValueHash()(json(-0.0)));
}

TEST(ValueHash, SurvivesAFile) {
  const json point = {{"rate", 0.1}, {"width", 64}, {"kind", "a"}, {"shape", {1, nullptr, true}}};
  EXPECT_EQ(ValueHash()(point), ValueHash()(json::parse(point.dump())));
}

TEST(ValueHash, TellsValuesApart) {
  std::set<std::size_t> hashes;
  const json values = {nullptr, true, false, 0,     1,          0.5,
                       "",      "1",  {1},   {{1}}, {{"a", 1}}, {{"b", 1}}};
  for (const json& value : values) hashes.insert(ValueHash()(value));
  EXPECT_EQ(hashes.size(), values.size());
}

}  // namespace
}  // namespace wattle::search
