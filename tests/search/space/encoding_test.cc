// SPDX-License-Identifier: MIT
#include "search/space/encoding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kSpace = R"({
  "activation": {"type": "categorical", "choices": ["relu", "tanh", "gelu"]},
  "bias": {"type": "constant", "value": true},
  "depth": {"type": "ordinal", "values": [1, 2, 4, 8, 16]},
  "leak": {"type": "float", "low": 0, "high": 0.4, "when": {"activation": "relu"}},
  "width": {"type": "int", "low": 10, "high": 20}})";

TEST(Encoding, DescribesItsCoordinates) {
  const SearchSpace space = test::space_of(kSpace);
  const Encoding encoding(space);
  ASSERT_EQ(encoding.dimension(), 4) << "constants have no coordinate";
  const auto& coordinates = encoding.coordinates();
  EXPECT_EQ(coordinates[0].kind, Coordinate::Kind::kCategorical);
  EXPECT_EQ(coordinates[0].choices, 3);
  EXPECT_EQ(coordinates[1].kind, Coordinate::Kind::kNumeric);
  EXPECT_FALSE(coordinates[1].conditional);
  EXPECT_TRUE(coordinates[2].conditional);
  EXPECT_EQ(space.parameters()[coordinates[3].parameter].name, "width");
}

TEST(Encoding, MapsValuesToUnitsAndIndices) {
  const SearchSpace space = test::space_of(kSpace);
  const Eigen::VectorXd x = Encoding(space).encode(
      Parameters(json::parse(R"({"activation": "tanh", "bias": true, "depth": 2, "width": 15})")));
  EXPECT_EQ(x[0], 1.0);
  EXPECT_EQ(x[1], 0.25);
  EXPECT_TRUE(std::isnan(x[2]));
  EXPECT_EQ(x[3], 0.5);
}

TEST(Encoding, DecodesToTheClosestPoint) {
  const SearchSpace space = test::space_of(kSpace);
  const Eigen::Vector4d x(1.6, -3.0, 0.5, 0.96);
  EXPECT_EQ(Encoding(space).decode(x).json(),
            json::parse(R"({"activation": "gelu", "bias": true, "depth": 1, "width": 20})"));
}

TEST(Encoding, DecodesActiveCoordinatesWithoutAValueToTheMiddle) {
  const SearchSpace space = test::space_of(kSpace);
  const Eigen::Vector4d x(-1.0, kNaN, kNaN, kNaN);
  EXPECT_EQ(Encoding(space).decode(x).json(),
            json::parse(R"({"activation": "relu", "bias": true, "depth": 4, "leak": 0.2,
                            "width": 15})"));
}

TEST(Encoding, SurvivesARoundTripOfItsPoints) {
  Rng rng(4);
  for (int round = 0; round < 200; ++round) {
    const SearchSpace space = test::random_space(rng, true);
    const Encoding encoding(space);
    for (int draw = 0; draw < 10; ++draw) {
      const Parameters point = *space.sample(rng);
      EXPECT_EQ(encoding.decode(encoding.encode(point)), point);
    }
  }
}

TEST(Encoding, SurvivesARoundTripOfItsVectors) {
  // Continuous coordinates come back to within rounding: see Parameter::from_unit. The widest
  // amplification among these domains is a reverse log scale's, (high + low) / low = 9001.
  const double tolerance = 16.0 * 9001.0 * std::numeric_limits<double>::epsilon();
  Rng rng(5);
  for (int round = 0; round < 200; ++round) {
    const SearchSpace space = test::random_space(rng, false);
    const Encoding encoding(space);
    const Eigen::VectorXd x = encoding.encode(*space.sample(rng));
    const Eigen::VectorXd again = encoding.encode(encoding.decode(x));
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      EXPECT_EQ(std::isnan(x[i]), std::isnan(again[i]));
      if (std::isnan(x[i])) continue;
      EXPECT_NEAR(x[i], again[i], tolerance);
    }
  }
}

}  // namespace
}  // namespace wattle::search
