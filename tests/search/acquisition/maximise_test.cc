// SPDX-License-Identifier: MIT
#include "search/acquisition/maximise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/search/acquisition/test_spaces.h"

namespace wattle::search {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

bool nothing(const Parameters& /*parameters*/) { return false; }

/// A hill with its peak at an encoded point.
test::Hill hill_at(const Domain& domain, const char* json) {
  return test::Hill(domain.encoding().encode(Parameters(nlohmann::json::parse(json))));
}

std::optional<Maximum> climb(const Acquisition& acquisition, const Domain& domain,
                             const Excluded& excluded) {
  Rng rng(1);
  return maximise(acquisition, domain, excluded, {}, {}, rng);
}

TEST(Maximise, FindsAPeakByItsGradient) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  const auto maximum = climb(test::Hill(Eigen::Vector2d(0.123, 0.789)), domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  // The ascent stops when a step gains less than 1e-6, the square of the distance.
  EXPECT_NEAR(maximum->parameters.find("x")->get<double>(), 0.123, 1e-3);
  EXPECT_NEAR(maximum->parameters.find("y")->get<double>(), 0.789, 1e-3);
}

TEST(Maximise, FindsAPeakAmongCategoriesStepsAndConditions) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  const auto hill =
      hill_at(domain, R"({"choice": "b", "count": 77, "momentum": 0.37, "rate": 0.75})");
  const auto maximum = climb(hill, domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_EQ(*maximum->parameters.find("choice"), "b");
  EXPECT_EQ(*maximum->parameters.find("count"), 77);
  EXPECT_EQ(*maximum->parameters.find("rate"), 0.75);
  EXPECT_NEAR(maximum->parameters.find("momentum")->get<double>(), 0.37, 1e-3);
}

TEST(Maximise, TakesTheBestOfRandomPointsWhereToldTo) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  MaximiseOptions options;
  options.uniform_candidates = 1000;
  Rng rng(1);
  const Focus focus{MatrixXd::Constant(1, 2, 0.5), Neighbourhood{VectorXd::Zero(2), 0.01}};
  const auto maximum =
      maximise(test::Hill(Eigen::Vector2d(0.4, 0.7)), domain, nothing, focus, options, rng);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_EQ(maximum->evaluations, 1000) << "nothing was climbed from";
  // None of 1,000 within 0.1 of the peak: (1 - 0.01 pi)^1000 = 1e-14.
  EXPECT_GT(maximum->value, -0.01);
  EXPECT_LT(maximum->value, -1e-12) << "a gradient would have found the peak";
  Rng again(1);
  EXPECT_FALSE(maximise(
      test::Hill(Eigen::Vector2d(0.4, 0.7)), domain, [](const Parameters&) { return true; }, focus,
      options, again));
}

TEST(Maximise, StaysOutOfForbiddenClauses) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  VectorXd peak =
      domain.encoding().encode(Parameters({{"choice", "c"}, {"count", 1000}, {"rate", 0.5}}));
  const auto maximum = climb(test::Hill(peak), domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_EQ(space.violation(maximum->parameters), std::nullopt);
}

TEST(Maximise, ClimbsUpToAWeightedSum) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1},
                                               "y": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"linear": {"x": 1, "y": 1}, "above": 1}])");
  const Domain domain(space);
  const auto maximum = climb(test::Hill(Eigen::Vector2d(1.0, 1.0)), domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_EQ(space.violation(maximum->parameters), std::nullopt);
  // Twenty halvings of a way that is at most 1 in each coordinate.
  const double sum =
      maximum->parameters.find("x")->get<double>() + maximum->parameters.find("y")->get<double>();
  EXPECT_GT(sum, 1.0 - 2.0 * std::ldexp(1.0, -20));
}

TEST(Maximise, SaysThatNoCandidateIsAllowed) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"x": {"above": 1e-9}}])");
  const Domain domain(space);
  EXPECT_FALSE(climb(test::Hill(VectorXd::Constant(1, 0.5)), domain, nothing).has_value());
}

TEST(Maximise, LooksAtEveryListedPoint) {
  nlohmann::json rows = nlohmann::json::array();
  for (int i = 0; i < 20'000; ++i)
    rows.push_back({{"x", i / 20'000.0}, {"y", (i * 7919) % 20'000}});
  const SearchSpace space = *SearchSpace::from_json(nullptr, nullptr, rows);
  const Domain domain(space);
  const Parameters& wanted = (*space.rows())[12'345];
  const auto maximum = climb(test::Hill(domain.encoding().encode(wanted)), domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_EQ(maximum->parameters, wanted);
  EXPECT_EQ(maximum->evaluations, 20'000);
}

TEST(Maximise, TakesTheBestOfAFiniteSpaceThatIsNotExcluded) {
  const SearchSpace space = test::twelve_points();
  const Domain domain(space);
  const auto hill = hill_at(domain, R"({"a": "x", "b": 1})");
  std::set<std::string> seen;
  const auto excluded = [&](const Parameters& parameters) {
    return seen.contains(parameters.json().dump());
  };
  double last = 0.0;
  for (int i = 0; i < 12; ++i) {
    const auto maximum = climb(hill, domain, excluded);
    ASSERT_TRUE(maximum.has_value()) << i;
    EXPECT_LE(maximum->value, last);
    last = maximum->value;
    EXPECT_TRUE(seen.insert(maximum->parameters.json().dump()).second);
  }
  EXPECT_FALSE(climb(hill, domain, excluded).has_value());
}

TEST(Maximise, GoesOnWhereTheBestPointIsExcluded) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  // The peak lies in a corner, so that ascents end at exactly the same point.
  const test::Hill hill(Eigen::Vector2d(1.0, 1.0));
  const auto first = climb(hill, domain, nothing);
  ASSERT_TRUE(first.has_value());
  const auto second =
      climb(hill, domain, [&](const Parameters& p) { return p == first->parameters; });
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(second->parameters, first->parameters);
}

TEST(Maximise, SurvivesAnAcquisitionThatIsNotANumber) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  const test::Hill nowhere(VectorXd::Constant(2, 1e200));  // its square overflows
  const auto maximum = climb(nowhere, domain, nothing);
  ASSERT_TRUE(maximum.has_value());
  EXPECT_TRUE(space.contains(maximum->parameters));
}

}  // namespace
}  // namespace wattle::search
