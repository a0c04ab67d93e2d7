// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_surrogate.h"

#include <gtest/gtest.h>

#include <numeric>
#include <utility>
#include <vector>

#include "tests/search/gp/mixed_points.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

Observations random_observations(Index n, Index failed, Index pending) {
  Rng rng(1);
  const auto coordinates = test::numeric_coordinates(2);
  std::vector<int> numbers(static_cast<std::size_t>(n));
  std::iota(numbers.begin(), numbers.end(), 0);
  Observations result{std::move(numbers),
                      test::random_points(coordinates, n, rng),
                      MatrixXd(n, 1),
                      {},
                      test::random_points(coordinates, failed, rng),
                      test::random_points(coordinates, pending, rng),
                      {}};
  result.joules = result.points.col(1);
  for (Index i = 0; i < n; ++i) result.outputs(i, 0) = std::sin(5.0 * result.points(i, 0));
  return result;
}

SurrogateBuilder builder(SurrogateOptions options = {}) {
  return {test::numeric_coordinates(2), 1, options};
}

TEST(Surrogate, ModelsFailingOnlyWhenTrialsFailed) {
  Rng rng(1);
  EXPECT_FALSE(builder().build(random_observations(10, 0, 0), 0, rng).models.failure.has_value());
  const Surrogate surrogate = builder().build(random_observations(10, 3, 0), 0, rng);
  ASSERT_TRUE(surrogate.models.failure.has_value());
  EXPECT_EQ(surrogate.models.failure->observations(), 13);
}

TEST(Surrogate, IsCertainWhereTrialsAreRunning) {
  const Observations observations = random_observations(10, 0, 2);
  Rng rng(1);
  const Surrogate surrogate = builder().build(observations, 0, rng);
  const GaussianProcess& model = surrogate.models.outputs[0];
  EXPECT_EQ(model.observations(), 12);
  const double scale = model.standardisation().scale;
  EXPECT_LT(model.posterior(observations.pending).variance.maxCoeff(),
            model.hyperparameters().noise_variance * scale * scale);
}

TEST(Surrogate, FitsAgainOnlyForNewObservations) {
  SurrogateBuilder kept = builder();
  Rng rng(1);
  kept.build(random_observations(10, 0, 0), 0, rng);
  const Surrogate again = kept.build(random_observations(10, 0, 3), 0, rng);
  EXPECT_EQ(again.summary["outputs"][0]["status"], "kept");
  const Surrogate grown = kept.build(random_observations(11, 0, 0), 0, rng);
  EXPECT_NE(grown.summary["outputs"][0]["status"], "kept");
}

TEST(Surrogate, FitsOnScheduleBeyondTheFirstObservations) {
  SurrogateOptions options;
  options.always_refit = 20;
  options.refit_growth = 0.1;
  SurrogateBuilder kept = builder(options);
  Rng rng(1);
  kept.build(random_observations(30, 0, 0), 0, rng);
  EXPECT_EQ(kept.build(random_observations(32, 0, 0), 0, rng).summary["outputs"][0]["status"],
            "kept");
  EXPECT_NE(kept.build(random_observations(33, 0, 0), 0, rng).summary["outputs"][0]["status"],
            "kept");
}

TEST(Surrogate, TriesOtherStartsOnlyAfterSomeGrowth) {
  SurrogateOptions options;
  options.search_growth = 0.2;
  SurrogateBuilder kept = builder(options);
  Rng rng(1);
  const auto starts = [&](Index observations) {
    const Surrogate surrogate = kept.build(random_observations(observations, 0, 0), 0, rng);
    return surrogate.summary["outputs"][0]["starts"].get<int>();
  };
  EXPECT_EQ(starts(10), 2);  // the prior's mode and a draw
  EXPECT_EQ(starts(11), 1);  // the last fit
  EXPECT_EQ(starts(12), 3);  // all
  EXPECT_EQ(starts(13), 1);
}

TEST(Surrogate, SpreadsOtherStartsOverSuggestionsOfManyObservations) {
  SurrogateOptions options;
  options.always_refit = 10;
  options.refit_growth = 0.1;
  options.search_growth = 0.5;
  SurrogateBuilder kept = builder(options);
  Rng rng(1);
  const auto summary = [&](Index observations) {
    const nlohmann::json state = kept.state();
    kept = builder(options);
    EXPECT_TRUE(kept.restore(state));
    return kept.build(random_observations(observations, 0, 0), 0, rng).summary["outputs"][0];
  };
  EXPECT_EQ(summary(20)["starts"], 2) << "the first fit has no other";
  EXPECT_EQ(summary(22)["starts"], 1) << "of the last fit";
  EXPECT_EQ(summary(30)["starts"], 1) << "likewise: a search begins";
  EXPECT_EQ(summary(30)["starts"], 2) << "and the prior's mode";
  EXPECT_EQ(summary(30)["starts"], 2) << "and a draw";
  EXPECT_EQ(summary(30)["status"], "kept");
  EXPECT_EQ(summary(33)["starts"], 1);
}

TEST(Surrogate, CapsWhatItConditionsOnAndSaysSo) {
  SurrogateOptions options;
  options.max_observations = 20;
  options.max_fitted = 10;
  Rng rng(1);
  const Surrogate surrogate = builder(options).build(random_observations(50, 0, 0), 7, rng);
  EXPECT_EQ(surrogate.models.outputs[0].observations(), 20);
  EXPECT_EQ(surrogate.summary["observations"], 50);
  EXPECT_EQ(surrogate.summary["conditioned_on"], 20);
  EXPECT_EQ(surrogate.summary["approximation"], "nearest_and_recent");
  EXPECT_EQ(surrogate.numbers.size(), 20U);
  EXPECT_EQ(surrogate.summary["outputs"][0]["observations"], 10);
}

TEST(SurrogateBuilder, RestoresWhatFitsAndForgetsWhatDoesNot) {
  SurrogateBuilder saved = builder();
  Rng rng(1);
  saved.build(random_observations(10, 2, 0), 0, rng);
  const nlohmann::json state = saved.state();
  SurrogateBuilder restored = builder();
  ASSERT_TRUE(restored.restore(state));
  EXPECT_EQ(restored.state(), state);
  SurrogateBuilder other(test::numeric_coordinates(3), 1);
  const nlohmann::json nothing = other.state();
  EXPECT_TRUE(other.restore(state)) << "another number of length scales";
  EXPECT_EQ(other.state(), nothing);
  nlohmann::json older = state;
  older[0].erase("starts_left");
  EXPECT_TRUE(restored.restore(older)) << "of a study that was begun before there was this member";
  EXPECT_EQ(restored.state(), state);
  nlohmann::json broken = state;
  broken[0]["observations"] = 0;
  EXPECT_FALSE(restored.restore(broken));
  EXPECT_EQ(restored.state(), state) << "a refused state changes nothing";
}

}  // namespace
}  // namespace wattle::search
