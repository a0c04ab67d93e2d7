// SPDX-License-Identifier: MIT
#include "energy/text/join.h"

#include <gtest/gtest.h>

namespace wattle {
namespace {

TEST(Join, PutsCommasBetweenWords) { EXPECT_EQ(join({"a", "b c", "d"}), "a, b c, d"); }

TEST(Join, PutsAnyTextBetweenWords) { EXPECT_EQ(join({"a", "b"}, " -> "), "a -> b"); }

TEST(Join, LeavesOneWordAsItIsAndMakesNothingOfNone) {
  EXPECT_EQ(join({"a"}), "a");
  EXPECT_EQ(join({}), "");
}

}  // namespace
}  // namespace wattle
