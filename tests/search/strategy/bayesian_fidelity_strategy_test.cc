// SPDX-License-Identifier: MIT
// `bayesian` with `fidelity` on, from outside.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "search/strategy/bayesian_fidelity.h"
#include "search/strategy/bayesian_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::test {
namespace {

using search::History;
using search::TrialState;

constexpr int kSteps = 16;

std::unique_ptr<search::Strategy> make(const search::SearchSpace& space, const search::Goal& goal,
                                       nlohmann::json options = nlohmann::json::object()) {
  options["fidelity"] = true;
  return search::make_bayesian_strategy(options, space, goal, 1);
}

/// The loss falls towards (x - 0.3)^2 + (y - 0.6)^2 from the same distance everywhere.
double loss(const search::Parameters& point, int step) {
  const double x = number(point, "x0") - 0.3;
  const double y = number(point, "x1") - 0.6;
  return x * x + y * y + 1.0 / step;
}

/// Trained for so many steps; pruned unless these are all.
search::Trial trained(const History& history, search::Parameters point, int steps) {
  search::Metrics metrics = {{"value", loss(point, steps)}, {"train_joules", 1.0 * steps}};
  search::Trial trial = complete(history, std::move(point), std::move(metrics));
  if (steps < kSteps) trial.state = TrialState::kPruned;
  for (int step = 1; step <= steps; ++step) {
    trial.steps.push_back(
        {step, {{"value", loss(trial.parameters, step)}}, Joules(step), Seconds(step)});
  }
  return trial;
}

search::SearchSpace square() {
  return *search::SearchSpace::from_json({{"x0", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}},
                                          {"x1", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}}},
                                         nullptr);
}

/// Random points of which every third is trained to the end, the others for 1 and for 4 steps.
History mixed_history(const search::SearchSpace& space, int trials) {
  constexpr std::array<int, 3> kLengths{kSteps, 1, 4};
  search::Rng rng(5);
  History history;
  for (std::size_t i = 0; i < static_cast<std::size_t>(trials); ++i) {
    history.push_back(trained(history, *space.sample(rng), kLengths[i % 3]));
  }
  return history;
}

search::Parameters suggestion(search::Strategy& strategy, const History& history) {
  search::Rng rng(11, history.size());
  return *strategy.suggest(history, rng);
}

struct BayesianFidelity : testing::Test {
  search::SearchSpace space = square();
  search::Goal goal = minimise_value();
};

TEST_F(BayesianFidelity, WithoutStepsIsAsWithoutFidelity) {
  const auto with = make(space, goal);
  const auto without = search::make_bayesian_strategy(nlohmann::json::object(), space, goal, 1);
  const Evaluation evaluate = [](const search::Parameters& point) {
    return number(point, "x0") > 0.9 ? search::Metrics{}
                                     : search::Metrics{{"value", loss(point, 4)}};
  };
  const History first = run(*with, evaluate, 25, 3);
  const History second = run(*without, evaluate, 25, 3);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].parameters, second[i].parameters);
  }
  EXPECT_EQ(with->state()["models"], without->state()["models"]);
}

TEST_F(BayesianFidelity, ExpectsMoreOfAPrunedTrialThanItsLastValue) {
  const History history = mixed_history(space, 30);
  const search::Encoding encoding(space);
  const auto rows = search::with_steps(search::observe(history, space, encoding, goal), history,
                                       goal, *search::full_step(history));
  std::vector<search::Coordinate> coordinates = encoding.coordinates();
  coordinates.emplace_back();
  search::SurrogateOptions options;
  options.context = Eigen::VectorXd::Ones(1);
  search::Rng rng(1);
  const auto surrogate = search::SurrogateBuilder(coordinates, 1, options).build(rows, 0, rng);
  for (const search::Trial& trial : history) {
    if (trial.state != TrialState::kPruned) continue;
    const Eigen::MatrixXd x = encoding.encode(trial.parameters).transpose();
    const double predicted = surrogate.models.outputs[0].mean(x)[0];
    const double seen = trial.measurement->metrics.at("value");
    const double to_come = loss(trial.parameters, kSteps);
    EXPECT_LT(std::abs(predicted - to_come), 0.5 * (seen - to_come)) << trial.number;
  }
}

TEST_F(BayesianFidelity, LooksAroundCompleteTrialsOnly) {
  History history = mixed_history(space, 21);
  const auto strategy = make(space, goal);
  suggestion(*strategy, history);
  const nlohmann::json explanation = strategy->explain();
  ASSERT_EQ(explanation["suggestion"], "model");
  EXPECT_EQ(explanation["full_step"], kSteps);
  const int centre = explanation["around"]["trial"].get<int>();
  EXPECT_EQ(history[static_cast<std::size_t>(centre)].state, TrialState::kComplete);
}

TEST_F(BayesianFidelity, ContinuesFromItsStateAndLeavesPlainModelsAlone) {
  History history = mixed_history(space, 20);
  const auto strategy = make(space, goal);
  suggestion(*strategy, history);
  const auto state = nlohmann::json::parse(strategy->state().dump());
  EXPECT_TRUE(state["models"][0].is_null());
  EXPECT_EQ(state["fidelity_models"][0]["hyperparameters"]["length_scales"].size(), 3U);
  const auto restored = make(space, goal);
  ASSERT_TRUE(restored->restore(state).has_value());
  EXPECT_EQ(restored->state(), state);
  history = mixed_history(space, 21);
  EXPECT_EQ(suggestion(*restored, history), suggestion(*strategy, history));
  const auto plain = search::make_bayesian_strategy(nlohmann::json::object(), space, goal, 1);
  ASSERT_TRUE(plain->restore(state).has_value());
  EXPECT_TRUE(plain->state()["models"][0].is_null());
}

TEST_F(BayesianFidelity, IgnoresStepsOfRunningTrials) {
  History history = mixed_history(space, 20);
  search::Rng rng(9);
  history.push_back(running(history, *space.sample(rng)));
  const auto first = make(space, goal);
  const search::Parameters expected = suggestion(*first, history);
  history.change(history.size() - 1,
                 [&](search::Trial& trial) { trial.steps = history.front().steps; });
  const auto second = make(space, goal);
  EXPECT_EQ(suggestion(*second, history), expected);
}

/// Every kind of goal and of acquisition, with failures and numbers that are none.
struct Combination {
  const char* name;
  nlohmann::json goal;
  nlohmann::json options;
};

void PrintTo(const Combination& combination, std::ostream* out) { *out << combination.name; }

class BayesianFidelityWith : public testing::TestWithParam<Combination> {};

TEST_P(BayesianFidelityWith, SuggestsRepeatably) {
  const search::SearchSpace space = square();
  nlohmann::json written = GetParam().goal;
  written["metric"] = "value";
  written["direction"] = "minimize";
  const search::Goal goal = search::Goal::from_json(written);
  History history = mixed_history(space, 24);
  history.change(4, [](search::Trial& trial) { trial.state = TrialState::kFailed; });
  history.change(5,
                 [](search::Trial& trial) { trial.measurement->metrics["value"] = std::nan(""); });
  history.change(6, [](search::Trial& trial) { trial.steps[3].metrics["value"] = std::nan(""); });
  history.change(7, [](search::Trial& trial) {
    trial.state = TrialState::kRunning;
    trial.measurement.reset();
  });
  const auto first = make(space, goal, GetParam().options);
  const auto second = make(space, goal, GetParam().options);
  const search::Parameters point = suggestion(*first, history);
  EXPECT_EQ(first->explain()["suggestion"], "model");
  EXPECT_EQ(space.violation(point), std::nullopt);
  EXPECT_EQ(suggestion(*second, history), point);
}

INSTANTIATE_TEST_SUITE_P(
    All, BayesianFidelityWith,
    testing::Values(
        Combination{"best", {{"kind", "best"}}, {}},
        Combination{"per_joule", {{"kind", "best"}}, {{"per_joule", true}}},
        Combination{"thompson", {{"kind", "best"}}, {{"acquisition", "thompson"}}},
        Combination{"bound", {{"kind", "best"}}, {{"acquisition", "confidence_bound"}}},
        Combination{"weighted", {{"kind", "weighted"}, {"points_per_decade", 0.1}}, {}},
        Combination{"within",
                    {{"kind", "within"}, {"bound_metric", "train_joules"}, {"at_most", 20.0}},
                    {}},
        Combination{"cheapest", {{"kind", "cheapest"}, {"at_most", 0.2}}, {}},
        Combination{"pareto", {{"kind", "pareto"}}, {}},
        Combination{"pareto_thompson", {{"kind", "pareto"}}, {{"acquisition", "thompson"}}}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(BayesianFidelity, CopesWithManyTrialsOfSteps) {
  const auto strategy = make(space, goal);
  suggestion(*strategy, mixed_history(space, 5000));
  EXPECT_EQ(strategy->explain()["model"]["conditioned_on"], 1500);
}

}  // namespace
}  // namespace wattle::test
