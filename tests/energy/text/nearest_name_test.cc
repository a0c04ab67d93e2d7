// SPDX-License-Identifier: MIT
#include "energy/text/nearest_name.h"

#include <gtest/gtest.h>

namespace wattle {
namespace {

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("low", "lower"), 2);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(EditDistance, CountsASwapOfNeighboursOnce) { EXPECT_EQ(edit_distance("hgih", "high"), 1); }

TEST(EditDistance, IgnoresCase) { EXPECT_EQ(edit_distance("SGD", "sgd"), 0); }

TEST(EditDistance, IsSymmetric) {
  EXPECT_EQ(edit_distance("momentum", "moments"), edit_distance("moments", "momentum"));
}

TEST(NearestName, FindsTheClosest) {
  EXPECT_EQ(nearest_name("learning_rte", {"batch_size", "learning_rate", "width"}),
            "learning_rate");
}

TEST(NearestName, TakesTheFirstOfEquals) {
  EXPECT_EQ(nearest_name("laye1", {"layer", "layes"}), "layer");
}

TEST(NearestName, IsEmptyWhenNothingIsClose) {
  EXPECT_EQ(nearest_name("momentum", {"width", "depth"}), "");
  EXPECT_EQ(nearest_name("a", {"b"}), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

}  // namespace
}  // namespace wattle
