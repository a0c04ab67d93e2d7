// SPDX-License-Identifier: MIT
#include "search/study/warm_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::identity;
using test::make_study;
using ::testing::HasSubstr;

const nlohmann::json kContext = {{"meter", {{"name", "rapl"}}},
                                 {"coverage", {"package"}},
                                 {"machine", {{"processor", "Heron 7"}}}};

Trial ended(int number, TrialState state, double x, double value) {
  Trial trial;
  trial.number = number;
  trial.state = state;
  trial.parameters = Parameters(nlohmann::json{{"x", x}});
  trial.started_at = Seconds(number);
  trial.ended_at = Seconds(number + 1);
  Measurement& measurement = trial.measurement.emplace();
  measurement.metrics = {{"value", value}, {"seconds", 1.0}, {"train_joules", 5.0}};
  measurement.energy.joules = Joules(5.0);
  measurement.energy.source = energy::Source::kCounter;
  trial.steps = {{1, {{"value", value}}, Joules(5.0), Seconds(1.0)}};
  return trial;
}

EarlierStudy earlier(std::vector<Trial> trials) {
  StudyRecord record;
  record.name = "before";
  record.scenario = nlohmann::json::object();
  record.context = kContext;
  record.trials = std::move(trials);
  return {"wattle-out/before", std::move(record)};
}

std::vector<double> values_of_x(const WarmStart& start) {
  std::vector<double> x;
  for (const Trial& trial : start.trials) x.push_back(trial.parameters.find("x")->get<double>());
  return x;
}

class WarmStartTest : public ::testing::Test {
 protected:
  Result<WarmStart> start(const EarlierStudy& study, const WarmStartOptions& options = {},
                          const nlohmann::json& context = kContext) {
    return warm_start(*study_, context, {study}, options);
  }
  std::string refusal(const EarlierStudy& study, const WarmStartOptions& options = {},
                      const nlohmann::json& context = kContext) {
    const auto started = start(study, options, context);
    if (started) return {};
    EXPECT_EQ(started.error().code, ErrorCode::kInvalidArgument);
    return started.error().message;
  }

  std::unique_ptr<Study> study_ = make_study(identity, 5);
};

TEST_F(WarmStartTest, TakesTrialsWithWhereTheyAreFrom) {
  const auto started = start(earlier({ended(0, TrialState::kComplete, 0.1, 0.5),
                                      ended(1, TrialState::kPruned, 0.2, 0.7),
                                      ended(2, TrialState::kInfeasible, 0.3, 0.0)}));
  ASSERT_TRUE(started) << started.error().message;
  ASSERT_EQ(started->trials.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    const Trial& trial = started->trials[static_cast<std::size_t>(i)];
    EXPECT_EQ(trial.number, i);
    EXPECT_FALSE(was_suggested(trial));
    ASSERT_TRUE(trial.origin);
    EXPECT_EQ(trial.origin->study, "before");
    EXPECT_EQ(trial.origin->trial, i);
    EXPECT_EQ(trial.ended_at, Seconds(0));
  }
  EXPECT_EQ(started->trials[0].measurement->energy.joules, Joules(5.0));
  EXPECT_EQ(started->context[0]["trials"], 3);
}

TEST_F(WarmStartTest, LeavesOutWhatDoesNotFit) {
  Trial lacks = ended(3, TrialState::kComplete, 0.4, 0.0);
  lacks.measurement->metrics.erase("value");
  const auto started = start(earlier({ended(0, TrialState::kComplete, 0.1, 0.5),
                                      ended(1, TrialState::kFailed, 0.2, 0.7),
                                      ended(2, TrialState::kComplete, 1.5, 0.7), lacks,
                                      ended(4, TrialState::kRunning, 0.5, 0.1),
                                      ended(5, TrialState::kComplete, 0.1, 0.6)}));
  ASSERT_TRUE(started);
  EXPECT_EQ(values_of_x(*started), std::vector<double>{0.1});
  const nlohmann::json expected = {{"had failed", 1},
                                   {"are no points of the space", 1},
                                   {"lack a metric of the goal", 1},
                                   {"had not ended", 1},
                                   {"are there already", 1}};
  EXPECT_EQ(started->context[0]["left_out"], expected);
}

TEST_F(WarmStartTest, TakesTheBestOfEachInTheirOrder) {
  const auto started = start(earlier({ended(0, TrialState::kComplete, 0.1, 0.5),
                                      ended(1, TrialState::kComplete, 0.2, 0.9),
                                      ended(2, TrialState::kComplete, 0.3, 0.1)}),
                             {.trials = 2});
  ASSERT_TRUE(started);
  EXPECT_EQ(values_of_x(*started), (std::vector<double>{0.1, 0.3}));
}

TEST_F(WarmStartTest, KeepsTheFirstOriginOfATrialThatHadOne) {
  Trial second_hand = ended(0, TrialState::kComplete, 0.1, 0.5);
  second_hand.origin = Origin{"long_ago", 17};
  const auto started = start(earlier({second_hand}));
  ASSERT_TRUE(started);
  EXPECT_EQ(started->trials[0].origin->study, "long_ago");
  EXPECT_EQ(started->trials[0].origin->trial, 17);
}

TEST_F(WarmStartTest, ForgetsJoulesThatAnotherMeterCounted) {
  nlohmann::json other = kContext;
  other["meter"]["name"] = "counters";
  const auto started = start(earlier({ended(0, TrialState::kComplete, 0.1, 0.5)}), {}, other);
  ASSERT_TRUE(started);
  const Measurement& measurement = *started->trials[0].measurement;
  EXPECT_EQ(measurement.energy.source, energy::Source::kUnknown);
  EXPECT_FALSE(measurement.metrics.contains("train_joules"));
  EXPECT_EQ(measurement.metrics.at("value"), 0.5);
  EXPECT_EQ(started->trials[0].steps[0].joules, Joules(0));
}

TEST_F(WarmStartTest, IsRefusedWhereTheGoalDecidesByJoulesOfAnotherMachine) {
  study_->goal = Goal::from_json({{"kind", "weighted"},
                                  {"metric", "value"},
                                  {"direction", "minimize"},
                                  {"points_per_decade", 0.1}});
  const EarlierStudy study = earlier({ended(0, TrialState::kComplete, 0.1, 0.5)});
  nlohmann::json other = kContext;
  other["machine"]["processor"] = "Heron 8";
  EXPECT_EQ(refusal(study), "");
  EXPECT_THAT(refusal(study, {}, other), HasSubstr("another meter or machine"));
}

TEST_F(WarmStartTest, IsRefusedToAnotherObjectiveUnlessThatIsWanted) {
  EarlierStudy study = earlier({ended(0, TrialState::kComplete, 0.1, 0.5)});
  study.record.scenario["objective"] = {{"kind", "function"}, {"limits", {{"seconds", 1}}}};
  EXPECT_THAT(refusal(study), HasSubstr("the objective of wattle-out/before is another"));
  EXPECT_EQ(refusal(study, {.trials = {}, .any_objective = true}), "");
  study_->scenario["objective"] = {{"kind", "function"}, {"isolate", true}};
  EXPECT_EQ(refusal(study), "") << "limits and isolation change no result";
}

TEST_F(WarmStartTest, IsRefusedWhenNothingFits) {
  EXPECT_THAT(refusal(earlier({ended(0, TrialState::kComplete, 1.5, 0.5)})),
              HasSubstr("no trial fits: 1 are no points of the space"));
  EXPECT_THAT(refusal(earlier({})), HasSubstr("it has none"));
}

TEST_F(WarmStartTest, CostsNeitherTrialsNorJoules) {
  Bench bench;
  study_->first_trials = start(earlier({ended(0, TrialState::kComplete, 0.1, -1.0),
                                        ended(1, TrialState::kComplete, 0.2, 0.9)}))
                             ->trials;
  const auto summary = bench.run(*study_);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->complete, 5);
  EXPECT_EQ(summary->stopped_because, "5 trials");
  EXPECT_EQ(summary->best, 0) << "nobody is better than -1";
  const StudyRecord record = bench.record();
  ASSERT_EQ(record.trials.size(), 7u);
  Joules sum;
  for (const Trial& trial : record.trials) {
    if (!trial.origin) sum += trial.measurement->energy.joules;
  }
  EXPECT_NEAR(record.ledger.trials.value, sum.value, 1e-9 * (1.0 + sum.value));
}

TEST_F(WarmStartTest, HasTrialsBeforeTheFirstOfAStudyThatIsGoneOnWith) {
  Bench bench;
  study_->first_trials = start(earlier({ended(0, TrialState::kComplete, 0.1, 0.5)}))->trials;
  ASSERT_TRUE(bench.run(*study_));
  const auto longer = make_study(identity, 8);
  const auto summary = bench.run(*longer);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->complete, 8);
  EXPECT_EQ(bench.record().trials.size(), 9u);
}

}  // namespace
}  // namespace wattle::search
