// SPDX-License-Identifier: MIT
#include "search/space/unit_cube.h"

#include <gtest/gtest.h>

#include <cmath>

#include "search/space/sampling.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

TEST(UnitCube, GivesPointsAndTheirPositions) {
  Rng rng(3);
  for (int round = 0; round < 200; ++round) {
    const SearchSpace space = test::random_space(rng, true);
    const UnitCube cube(space);
    for (int draw = 0; draw < 10; ++draw) {
      const Parameters point = space.draw_any(rng);
      EXPECT_EQ(cube.point(cube.position(point, rng)), point);
    }
  }
}

TEST(UnitCube, HasNoCoordinateForConstants) {
  const SearchSpace space = test::space_of(R"({"k": {"type": "constant", "value": 3},
                                               "x": {"type": "float", "low": 0, "high": 2}})");
  const UnitCube cube(space);
  ASSERT_EQ(cube.dimension(), 1);
  EXPECT_EQ(cube.point(Eigen::VectorXd::Constant(1, 0.25)).json(),
            nlohmann::json::parse(R"({"k": 3, "x": 0.5})"));
}

TEST(Quantile, GivesEveryValueItsCell) {
  const Parameter parameter =
      test::parameter_of(R"({"type": "ordinal", "values": ["a", "b", "c", "d"]})");
  EXPECT_EQ(value_at_quantile(parameter, 0.0), "a");
  EXPECT_EQ(value_at_quantile(parameter, 0.24), "a");
  EXPECT_EQ(value_at_quantile(parameter, 0.25), "b");
  EXPECT_EQ(value_at_quantile(parameter, 1.0), "d");
}

TEST(Quantile, OfLogIntegersMeetsTheMidpoints) {
  // Cells of 1, 2, 3 in ln x: from 1/1.5 over 1.5 and 2.5 to 9/2.5.
  const Parameter parameter =
      test::parameter_of(R"({"type": "int", "low": 1, "high": 3, "scale": "log"})");
  const double width = std::log(9.0 / 2.5) - std::log(1.0 / 1.5);
  const double border = (std::log(1.5) - std::log(1.0 / 1.5)) / width;
  EXPECT_EQ(value_at_quantile(parameter, border - 1e-9), 1);
  EXPECT_EQ(value_at_quantile(parameter, border + 1e-9), 2);
}

}  // namespace
}  // namespace wattle::search
