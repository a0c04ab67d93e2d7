// SPDX-License-Identifier: MIT
#include "search/strategy/length_scales.h"

#include <gtest/gtest.h>

#include <cmath>

#include "search/gp/kernel.h"
#include "search/space/encoding.h"
#include "search/strategy/bayesian_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

SearchSpace optimiser() {
  return test::space_of(R"({
    "rate": {"type": "float", "low": 1e-5, "high": 0.1, "scale": "log"},
    "beta": {"type": "float", "low": 0.1, "high": 0.9},
    "batch": {"type": "int", "low": 16, "high": 512},
    "width": {"type": "ordinal", "values": [8, 16, 64, 128]},
    "kind": {"type": "categorical", "choices": ["a", "b", "c"]},
    "epochs": {"type": "constant", "value": 5}})");
}

/// Between two points, with the length scales that are written and a signal variance of 1.
double covariance(const SearchSpace& space, const nlohmann::json& written, const Parameters& a,
                  const Parameters& b) {
  const Encoding encoding(space);
  const Kernel kernel(Embedding(encoding.coordinates()), KernelFamily::kSquaredExponential);
  const VectorXd by_coordinate = encoded_length_scales(written, space);
  Hyperparameters values{VectorXd(kernel.embedding().length_scales())};
  for (Index k = 0; k < by_coordinate.size(); ++k) {
    values.length_scales[kernel.embedding().length_scale_of_coordinate(k)] = by_coordinate[k];
  }
  const MatrixXd first = kernel.columns(encoding.encode(a).transpose(), values);
  const MatrixXd second = kernel.columns(encoding.encode(b).transpose(), values);
  return kernel.covariance(first, second, values)(0, 0);
}

/// Squared distances come from |a|^2 + |b|^2 - 2 a.b, and a batch of 100 is 84 from the lowest one:
/// epsilon times 3 x 84^2.
constexpr double kRounding = 1e-11;

TEST(LengthScales, OfOneGiveTheUnitKernelOfTheValuesThemselves) {
  const SearchSpace space = optimiser();
  const nlohmann::json ones = {{"rate", 1}, {"beta", 1}, {"batch", 1}, {"width", 1}, {"kind", 1}};
  const auto point = [](double rate, double beta, int batch, int width, const char* kind) {
    return Parameters({{"rate", rate},
                       {"beta", beta},
                       {"batch", batch},
                       {"width", width},
                       {"kind", kind},
                       {"epochs", 5}});
  };
  const Parameters here = point(1e-3, 0.5, 100, 16, "a");
  const auto to = [&](const Parameters& there) { return covariance(space, ones, here, there); };
  EXPECT_NEAR(to(point(1e-3, 0.8, 100, 16, "a")), std::exp(-0.5 * 0.3 * 0.3), kRounding);
  EXPECT_NEAR(to(point(1e-3, 0.5, 102, 16, "a")), std::exp(-0.5 * 2 * 2), kRounding);
  EXPECT_NEAR(to(point(1e-2, 0.5, 100, 16, "a")), std::exp(-0.5), kRounding) << "a factor of ten";
  EXPECT_NEAR(to(point(1e-3, 0.5, 100, 128, "a")), std::exp(-0.5 * 2 * 2), kRounding)
      << "two values on";
  EXPECT_NEAR(to(point(1e-3, 0.5, 100, 16, "b")), std::exp(-0.5), kRounding);
}

TEST(LengthScales, StretchDistances) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": -5, "high": 10}})");
  EXPECT_NEAR(covariance(space, {{"x", 3}}, Parameters(nlohmann::json{{"x", 1.0}}),
                         Parameters(nlohmann::json{{"x", 7.0}})),
              std::exp(-0.5 * 2 * 2), kRounding);
}

TEST(LengthScales, AreLearnedWhereNoneIsGiven) {
  const VectorXd scales = encoded_length_scales({{"beta", 0.4}}, optimiser());
  ASSERT_EQ(scales.size(), 5);
  EXPECT_DOUBLE_EQ(scales[1], 0.5);
  for (const Index k : {0, 2, 3, 4}) EXPECT_TRUE(std::isnan(scales[k]));
}

Metrics sloped(const Parameters& point) {
  const double x = test::number(point, "x");
  return {{"value", (x - 0.3) * (x - 0.3)}};
}

nlohmann::json learned(const nlohmann::json& options) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_bayesian_strategy(options, space, goal, 3);
  test::run(*strategy, sloped, 10, 3);
  return strategy->explain()["model"]["outputs"][0]["hyperparameters"];
}

TEST(LengthScales, StayWhileTheRestIsLearned) {
  const nlohmann::json one = learned({{"length_scales", {{"x", 2}}}});
  EXPECT_NEAR(one["length_scales"][0], 2.0, kRounding);
  EXPECT_GT(one["length_scales"][1], 0.0);
  const nlohmann::json none = learned(nlohmann::json::object());
  EXPECT_NE(none["length_scales"][0], one["length_scales"][0]);
  const nlohmann::json both = learned({{"length_scales", {{"x", 1}, {"y", 1}}}});
  EXPECT_NE(both["noise_variance"], one["noise_variance"]);
}

TEST(LengthScales, OfParametersStayBesideAFidelity) {
  const nlohmann::json options = {{"fidelity", true}, {"length_scales", {{"x", 2}, {"y", 3}}}};
  EXPECT_NEAR(learned(options)["length_scales"][1], 3.0, kRounding);
}

}  // namespace
}  // namespace wattle::search
