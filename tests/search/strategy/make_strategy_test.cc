// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/strategy/strategy.h"

namespace wattle::search {
namespace {

const Goal& goal() {
  static const Goal best =
      Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
  return best;
}

TEST(MakeStrategy, BuildsEveryKindItNames) {
  const SearchSpace space;
  for (const std::string& kind : strategy_kinds()) {
    const auto strategy = make_strategy({{"kind", kind}}, space, goal(), 1);
    ASSERT_TRUE(strategy.has_value()) << kind;
    EXPECT_EQ((*strategy)->kind(), kind);
  }
}

TEST(MakeStrategy, NamesTheNearestKind) {
  const SearchSpace space;
  const auto strategy = make_strategy({{"kind", "rnadom"}}, space, goal(), 1);
  ASSERT_FALSE(strategy.has_value());
  EXPECT_EQ(strategy.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(strategy.error().hint, testing::HasSubstr("random"));
}

TEST(MakeStrategy, FailsWithoutAKind) {
  const SearchSpace space;
  EXPECT_FALSE(make_strategy(nlohmann::json::object(), space, goal(), 1).has_value());
  EXPECT_FALSE(make_strategy({{"kind", 3}}, space, goal(), 1).has_value());
}

}  // namespace
}  // namespace wattle::search
