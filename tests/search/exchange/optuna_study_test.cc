// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "search/exchange/optuna_trials.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

json float_domain(double low, double high, bool log = false, const json& step = nullptr) {
  return {{"name", "FloatDistribution"},
          {"attributes", {{"low", low}, {"high", high}, {"log", log}, {"step", step}}}};
}

json int_domain(int low, int high, int step = 1) {
  return {{"name", "IntDistribution"},
          {"attributes", {{"low", low}, {"high", high}, {"log", false}, {"step", step}}}};
}

json choice_domain(const json& choices) {
  return {{"name", "CategoricalDistribution"}, {"attributes", {{"choices", choices}}}};
}

OptunaTrial trial(int number, std::vector<OptunaParameter> parameters) {
  OptunaTrial trial;
  trial.number = number;
  trial.state = "COMPLETE";
  trial.parameters = std::move(parameters);
  trial.values[0] = 0.5 * number;
  return trial;
}

OptunaStudy study_of(std::vector<std::vector<OptunaParameter>> points) {
  OptunaStudy study;
  study.name = "Study 1";
  study.directions = {"MINIMIZE"};
  for (auto& point : points) {
    study.trials.push_back(trial(static_cast<int>(study.trials.size()), std::move(point)));
  }
  return study;
}

json space(const OptunaStudy& study) {
  const auto space = space_of(study, identifiers_of(study));
  EXPECT_TRUE(space) << to_text(space.error().front());
  return space ? space->space : json();
}

TEST(OptunaSpace, HasAParameterForEachDistribution) {
  const json made = space(study_of({{{"f", 0.1, float_domain(0.01, 1.0, true)},
                                     {"s", 0.2, float_domain(0.0, 1.0, false, 0.1)},
                                     {"i", 8, int_domain(4, 16, 4)},
                                     {"c", 1, choice_domain({"a", 2})},
                                     {"k", 3, int_domain(3, 3)}}}));
  EXPECT_EQ(made.at("f"),
            json({{"type", "float"}, {"low", 0.01}, {"high", 1.0}, {"scale", "log"}}));
  EXPECT_EQ(made.at("s"), json({{"type", "float"}, {"low", 0.0}, {"high", 1.0}, {"step", 0.1}}));
  EXPECT_EQ(made.at("i"), json({{"type", "int"}, {"low", 4}, {"high", 16}, {"step", 4}}));
  EXPECT_EQ(made.at("c"), json({{"type", "categorical"}, {"choices", {"a", 2}}}));
  EXPECT_EQ(made.at("k"), json({{"type", "constant"}, {"value", 3}}));
}

TEST(OptunaSpace, IsAsWideAsTheWidestTrial) {
  const json made =
      space(study_of({{{"x", 0.5, float_domain(0.0, 1.0)}, {"n", 2, int_domain(2, 8, 2)}},
                      {{"x", 1.5, float_domain(0.5, 2.0)}, {"n", 3, int_domain(1, 4, 2)}}}));
  EXPECT_EQ(made.at("x"), json({{"type", "float"}, {"low", 0.0}, {"high", 2.0}}));
  // 1 is not among 2, 4, ..: the steps go.
  EXPECT_EQ(made.at("n"), json({{"type", "int"}, {"low", 1}, {"high", 8}}));
}

TEST(OptunaSpace, TellsConditionsByWhatTheTrialsShow) {
  const json kinds = choice_domain({"sgd", "adam", "lion"});
  const auto with = [&](int kind, int layers, bool momentum, bool second) {
    std::vector<OptunaParameter> point = {
        {"kind", static_cast<double>(kind), kinds},
        {"layers", static_cast<double>(layers), int_domain(1, 4)}};
    if (momentum) point.push_back({"momentum", 0.5, float_domain(0, 1)});
    if (second) point.push_back({"second", 3, int_domain(1, 4)});
    return point;
  };
  const json made = space(study_of({with(0, 1, true, false), with(0, 3, true, true),
                                    with(1, 2, false, true), with(2, 1, false, false)}));
  EXPECT_EQ(made.at("momentum").at("when"), json({{"kind", {{"is", "sgd"}}}}));
  EXPECT_EQ(made.at("second").at("when"), json({{"layers", {{"at_least", 2}}}}));
  EXPECT_FALSE(made.at("layers").contains("when"));
}

TEST(OptunaSpace, RefusesAParameterThatComesAndGoes) {
  const OptunaStudy study = study_of({{{"x", 0.1, float_domain(0, 1)}, {"y", 1, int_domain(1, 2)}},
                                      {{"x", 0.2, float_domain(0, 1)}},
                                      {{"x", 0.3, float_domain(0, 1)}}});
  const auto made = space_of(study, identifiers_of(study));
  ASSERT_FALSE(made);
  EXPECT_THAT(to_text(made.error().front()), HasSubstr("1 of 3 trials"));
}

TEST(OptunaSpace, RefusesOneNameOfTwoKinds) {
  const OptunaStudy study =
      study_of({{{"x", 0.1, float_domain(0, 1)}}, {{"x", 1, int_domain(0, 1)}}});
  EXPECT_FALSE(space_of(study, identifiers_of(study)));
}

TEST(OptunaNames, BecomeIdentifiersThatDiffer) {
  const auto names = identifiers_of(study_of({{{"a.b", 0, int_domain(0, 1)},
                                               {"a_b", 0, int_domain(0, 1)},
                                               {"1st", 0, int_domain(0, 1)}}}));
  EXPECT_EQ(names.at("a_b"), "a_b");
  EXPECT_EQ(names.at("a.b"), "a_b_2");
  EXPECT_EQ(names.at("1st"), "_1st");
}

TEST(OptunaObjectives, OfSeveralNeedAName) {
  OptunaStudy study = study_of({{{"x", 0.1, float_domain(0, 1)}}});
  EXPECT_EQ(objective_of(study, "").value(), 0);
  EXPECT_FALSE(objective_of(study, "loss"));
  study.directions = {"MAXIMIZE", "MINIMIZE"};
  EXPECT_FALSE(objective_of(study, ""));
  EXPECT_EQ(objective_of(study, "value_1").value(), 1);
  study.metric_names = {"accuracy", "seconds"};
  EXPECT_EQ(objective_of(study, "optuna_seconds").value(), 1);
  study.directions = {"NOT_SET", "MINIMIZE"};
  EXPECT_FALSE(objective_of(study, "accuracy"));
}

class OptunaTrials : public ::testing::Test {
 protected:
  OptunaTrials() : study_(study_of({{{"x", 0.1, float_domain(0, 1)}}})) {}

  Trial read() {
    const auto names = identifiers_of(study_);
    std::vector<std::string> notes;
    const auto document = scenario_of(study_, 0, names, notes);
    const auto scenario = validate_scenario(document.value());
    EXPECT_TRUE(scenario) << to_text(scenario.error().front());
    auto imported = optuna_trials(study_, 0, names, *scenario);
    EXPECT_TRUE(imported) << to_text(imported.error().front());
    left_ = study_.trials.size() - imported->trials.size();
    return imported->trials.empty() ? Trial() : imported->trials.front();
  }

  OptunaStudy study_;
  std::size_t left_ = 0;
};

TEST_F(OptunaTrials, KeepValuesAttributesAndTimes) {
  OptunaTrial& from = study_.trials.front();
  from.values[0] = 0.25;
  from.user_attributes = {{"size", 12}, {"note", "text"}};
  from.started = 1000.5;
  from.ended = 1003.25;
  const Trial trial = read();
  EXPECT_EQ(trial.state, TrialState::kComplete);
  EXPECT_EQ(trial.measurement->metrics,
            (Metrics{{"value", 0.25}, {"size", 12}, {"seconds", 2.75}}));
  EXPECT_EQ(trial.measurement->energy.source, energy::Source::kUnknown);
  EXPECT_EQ(trial.started_at, Seconds(0));
  EXPECT_EQ(trial.ended_at, Seconds(2.75));
}

TEST_F(OptunaTrials, ThatWerePrunedHaveTheirLastStep) {
  OptunaTrial& from = study_.trials.front();
  from.state = "PRUNED";
  from.values.clear();
  from.steps = {{1, std::numeric_limits<double>::infinity()}, {3, 0.5}};
  const Trial trial = read();
  EXPECT_EQ(trial.state, TrialState::kPruned);
  ASSERT_EQ(trial.steps.size(), 2U);
  EXPECT_EQ(trial.steps[1].step, 3);
  EXPECT_EQ(trial.measurement->metrics.at("value"), 0.5);
}

TEST_F(OptunaTrials, ThatRanOrWaitedAreRunAgain) {
  study_.trials.front().state = "RUNNING";
  EXPECT_EQ(read().state, TrialState::kWaiting);
  study_.trials.front().state = "WAITING";
  const std::vector<OptunaParameter> drawn = study_.trials.front().parameters;
  study_.trials.push_back(trial(1, drawn));
  study_.trials.front().parameters.clear();
  study_.trials.front().fixed_parameters = {{"x", 0.75}};
  EXPECT_EQ(read().parameters, Parameters(json{{"x", 0.75}}));
  study_.trials.front().fixed_parameters = nullptr;
  read();
  EXPECT_EQ(left_, 1U);
}

}  // namespace
}  // namespace wattle::search
