// SPDX-License-Identifier: MIT
#include "search/acquisition/neighbourhood.h"

#include <gtest/gtest.h>

#include <cmath>

#include "search/acquisition/maximise.h"
#include "tests/search/acquisition/test_spaces.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

TEST(Neighbourhood, EndsAtTheSpacesEdge) {
  const Neighbourhood near{Vector2d(0.1, 0.95), 0.2};
  EXPECT_EQ(near.lower(0), 0.0);
  EXPECT_DOUBLE_EQ(near.upper(0), 0.3);
  EXPECT_DOUBLE_EQ(near.lower(1), 0.75);
  EXPECT_EQ(near.upper(1), 1.0);
}

TEST(Neighbourhood, IsFreeWhereItsCentreIsInactive) {
  const Neighbourhood near{Vector2d(std::nan(""), 0.5), 0.1};
  EXPECT_EQ(near.lower(0), 0.0);
  EXPECT_EQ(near.upper(0), 1.0);
}

TEST(Neighbourhood, ContainsWhatDiffersInNumbersByNoMoreThanItsRadius) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  const auto encoded = [&](const char* json) {
    return domain.encoding().encode(Parameters(nlohmann::json::parse(json)));
  };
  const Neighbourhood near{encoded(R"({"choice": "a", "count": 30, "rate": 0.5})"), 0.3};
  EXPECT_TRUE(near.contains(domain, near.centre));
  EXPECT_TRUE(near.contains(domain, encoded(R"({"choice": "c", "count": 30, "rate": 0.25})")));
  EXPECT_TRUE(near.contains(
      domain, encoded(R"({"choice": "b", "count": 30, "momentum": 1.0, "rate": 0.5})")));
  EXPECT_FALSE(near.contains(domain, encoded(R"({"choice": "a", "count": 30, "rate": 1.0})")));
  EXPECT_FALSE(near.contains(domain, encoded(R"({"choice": "a", "count": 1, "rate": 0.5})")));
}

TEST(NeighbourhoodCandidates, LieInside) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  const Neighbourhood near{Vector2d(0.3, 0.9), 0.2};
  Rng rng(1);
  const MatrixXd points = neighbourhood_candidates(domain, near, 300, rng);
  ASSERT_EQ(points.rows(), 301);
  for (Index k = 0; k < 2; ++k) {
    EXPECT_GE(points.col(k).minCoeff(), near.lower(k));
    EXPECT_LE(points.col(k).maxCoeff(), near.upper(k));
  }
}

TEST(NeighbourhoodCandidates, MostlyKeepTheChoiceAndAreSnapped) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  Rng rng(1);
  const Parameters centre = *space.sample(rng);
  const Neighbourhood near{domain.encoding().encode(centre), 0.2};
  const MatrixXd points = neighbourhood_candidates(domain, near, 400, rng);
  int kept = 0;
  for (Index i = 0; i < points.rows(); ++i) {
    const VectorXd point = points.row(i);
    const Parameters parameters = domain.encoding().decode(point);
    kept += *parameters.find("choice") == *centre.find("choice");
    EXPECT_TRUE(space.contains(parameters));
  }
  // Redrawn once in four, and then mostly changed.
  EXPECT_GT(kept, 200);
  EXPECT_LT(kept, 400);
}

TEST(Maximise, StaysInANeighbourhood) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  const test::Hill hill(Vector2d(0.9, 0.9));
  Focus focus;
  focus.neighbourhood = Neighbourhood{Vector2d(0.3, 0.5), 0.1};
  Rng rng(1);
  const auto none = [](const Parameters&) { return false; };
  const auto maximum = maximise(hill, domain, none, focus, {}, rng);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_DOUBLE_EQ(maximum->parameters.find("x")->get<double>(), 0.4);
  EXPECT_DOUBLE_EQ(maximum->parameters.find("y")->get<double>(), 0.6);
}

}  // namespace
}  // namespace wattle::search
