// SPDX-License-Identifier: MIT
#include "search/strategy/value_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

std::optional<ValueCells> cells_of(const char* parameter) {
  const SearchSpace space = test::space_of(nlohmann::json{{"p", nlohmann::json::parse(parameter)}});
  return value_cells(space.parameters().front(), 10);
}

TEST(ValueCells, LieEvenlyOnALinearScale) {
  const auto cells = cells_of(R"({"type": "int", "low": 3, "high": 7})");
  ASSERT_TRUE(cells);
  EXPECT_THAT(cells->positions, testing::ElementsAre(0.0, 0.25, 0.5, 0.75, 1.0));
  EXPECT_THAT(cells->ends, testing::ElementsAre(-0.125, 0.125, 0.375, 0.625, 0.875, 1.125));
}

TEST(ValueCells, FindTheValueOfAPosition) {
  const auto cells = cells_of(R"({"type": "int", "low": 1, "high": 8, "scale": "log"})");
  ASSERT_TRUE(cells);
  for (std::size_t rank = 0; rank < cells->positions.size(); ++rank) {
    EXPECT_EQ(cells->rank_of(cells->positions[rank]), rank);
    EXPECT_EQ(cells->rank_of(cells->ends[rank] + 1e-9), rank) << "just above its lower end";
  }
  EXPECT_EQ(cells->rank_of(-5.0), 0U);
  EXPECT_EQ(cells->rank_of(5.0), 7U);
}

TEST(ValueCells, OfASingleValueAreTheUnitInterval) {
  const auto cells = cells_of(R"({"type": "ordinal", "values": ["only"]})");
  ASSERT_TRUE(cells);
  EXPECT_THAT(cells->ends, testing::ElementsAre(0.0, 1.0));
  EXPECT_EQ(cells->rank_of(0.7), 0U);
}

TEST(ValueCells, AreOfFiniteNumericDomainsOnly) {
  EXPECT_FALSE(cells_of(R"({"type": "float", "low": 0, "high": 1})"));
  EXPECT_FALSE(cells_of(R"({"type": "int", "low": 0, "high": 10})")) << "11 values, 10 at most";
  EXPECT_FALSE(cells_of(R"({"type": "categorical", "choices": ["a", "b"]})"));
  EXPECT_TRUE(cells_of(R"({"type": "float", "low": 0, "high": 1, "step": 0.25})"));
}

}  // namespace
}  // namespace wattle::search
