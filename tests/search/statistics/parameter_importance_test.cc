// SPDX-License-Identifier: MIT
#include "search/statistics/parameter_importance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using Measure = std::function<double(const Parameters&)>;

ParameterImportance importance_of(const SearchSpace& space, int n, const Measure& measure) {
  Rng rng(1);
  std::vector<Parameters> points;
  std::vector<double> values;
  for (int i = 0; i < n; ++i) {
    points.push_back(space.draw_any(rng));
    values.push_back(measure(points.back()));
  }
  return parameter_importance(space, points, values, {}, rng);
}

double share_of(const ParameterImportance& importance, const std::string& first,
                const std::string& second = "") {
  for (const ParameterShare& each : importance.shares) {
    if (each.first == first && each.second == second) return each.share;
  }
  ADD_FAILURE() << first << " " << second;
  return 0.0;
}

/// What a forest of a few hundred observations leaves open.
constexpr double kCoarse = 0.06;

TEST(ParameterImportance, NamesTheParameters) {
  const SearchSpace space = test::space_of(R"({
      "learning_rate": {"type": "float", "low": 1e-5, "high": 0.1, "scale": "log"},
      "momentum": {"type": "float", "low": 0, "high": 1},
      "epochs": {"type": "constant", "value": 3}})");
  // On its scale the learning rate is uniform: variances 4 / 12 and 1 / 12.
  const ParameterImportance importance = importance_of(space, 500, [](const Parameters& point) {
    const double position = (std::log10(point.get<double>("learning_rate")) + 5.0) / 4.0;
    return 2.0 * position + point.get<double>("momentum");
  });
  EXPECT_EQ(importance.shares.size(), 3U);  // two parameters that vary, and their pair
  EXPECT_EQ(importance.shares.front().first, "learning_rate");
  EXPECT_NEAR(share_of(importance, "learning_rate"), 0.8, kCoarse);
  EXPECT_NEAR(share_of(importance, "momentum"), 0.2, kCoarse);
  EXPECT_GT(importance.explained.value(), 0.95);
  EXPECT_EQ(importance.n, 500);
}

TEST(ParameterImportance, CountsEveryValueOfAListTheSame) {
  // Three values of one third each: the variance of 0, 0, 1 is 2 / 9; a half for the one in the
  // middle, as an encoding by ranks would have it, gives 3 / 16 for the last.
  const SearchSpace space = test::space_of(R"({
      "layers": {"type": "int", "low": 1, "high": 3},
      "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]}})");
  const ParameterImportance importance = importance_of(space, 400, [](const Parameters& point) {
    const double deep = point.get<int>("layers") == 3 ? 1.0 : 0.0;
    return deep + (point.get<std::string>("optimizer") == "adam" ? 1.0 : 0.0);
  });
  const double layers = 2.0 / 9.0;
  const double optimizer = 1.0 / 4.0;
  EXPECT_NEAR(share_of(importance, "layers"), layers / (layers + optimizer), 1e-9);
  EXPECT_NEAR(share_of(importance, "layers", "optimizer"), 0.0, 1e-9);
}

TEST(ParameterImportance, CountsAnInactiveParameterWhereItIsActive) {
  // f = momentum where the optimizer has one, else 1/2. V = Var(momentum) / 2; alone the momentum
  // moves half of that, the optimizer nothing, and the pair the rest.
  const SearchSpace space = test::space_of(R"({
      "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
      "momentum": {"type": "float", "low": 0, "high": 1, "when": {"optimizer": "sgd"}}})");
  const ParameterImportance importance = importance_of(space, 600, [](const Parameters& point) {
    return point.has("momentum") ? point.get<double>("momentum") : 0.5;
  });
  EXPECT_NEAR(share_of(importance, "momentum"), 0.5, kCoarse);
  EXPECT_NEAR(share_of(importance, "optimizer"), 0.0, kCoarse);
  EXPECT_NEAR(share_of(importance, "optimizer", "momentum"), 0.5, kCoarse);
}

TEST(ParameterImportance, SaysWhyItHasNoShares) {
  Rng rng(2);
  const SearchSpace space = test::square();
  EXPECT_FALSE(parameter_importance(space, {}, {}, {}, rng).reason.empty());
  const std::vector<Parameters> points{space.draw_any(rng)};
  EXPECT_FALSE(parameter_importance(space, points, {}, {}, rng).reason.empty());
}

}  // namespace
}  // namespace wattle::search
