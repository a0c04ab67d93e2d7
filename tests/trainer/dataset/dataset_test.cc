// SPDX-License-Identifier: MIT
#include "trainer/dataset/dataset.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace wattle::trainer {
namespace {

TEST(Dataset, TellsHowToFeedImages) {
  Dataset set;
  set.input.shape = {3, 8, 6};
  set.divisor = 16;
  const auto input = describe_input(set);
  EXPECT_EQ(input.at("shape"), (nlohmann::ordered_json{3, 8, 6}));
  EXPECT_EQ(input.at("divisor"), 16);
}

TEST(Dataset, NamesFeaturesAndTokens) {
  Dataset set;
  set.input_names = {"a", "b"};
  set.input.kind = InputKind::kTable;
  EXPECT_EQ(describe_input(set).at("features"), (nlohmann::ordered_json{"a", "b"}));
  set.input.kind = InputKind::kTokens;
  EXPECT_EQ(describe_input(set).at("tokens"), (nlohmann::ordered_json{"a", "b"}));
}

TEST(Dataset, NamesTheClassesOfEveryTarget) {
  Dataset set;
  set.targets = {{"fine", {"cat", "dog"}, {0, 1}}, {"coarse", {"pet"}, {0, 0}}};
  const auto targets = describe_targets(set);
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].at("name"), "fine");
  EXPECT_EQ(targets[0].at("classes"), (nlohmann::ordered_json{"cat", "dog"}));
  EXPECT_EQ(targets[1].at("classes").size(), 1U);
}

}  // namespace
}  // namespace wattle::trainer
