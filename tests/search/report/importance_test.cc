// SPDX-License-Identifier: MIT
#include "search/report/importance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "search/report/chart/importance_charts.h"
#include "search/report/chart/study_charts.h"
#include "search/report/mattered.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"
#include "tests/search/report/designed_study.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSpace = R"({
    "learning_rate": {"type": "float", "low": 1e-4, "high": 1, "scale": "log"},
    "width": {"type": "int", "low": 1, "high": 64},
    "optimizer": {"type": "categorical", "choices": ["adam", "sgd"]}})";

StudyImportance importance_of(const StudyRecord& study) {
  return importance_of(study, find_out(study), design_of(study));
}

/// The metric depends on the learning rate alone, energy on the width alone.
StudyRecord apart(int trials = 200) {
  return testing::random_study(
      kSpace, trials,
      [](const Parameters& point) { return std::log10(point.get<double>("learning_rate")); },
      [](const Parameters& point) { return 3.0 * point.get<double>("width"); });
}

TEST(StudyImportance, GivesNearlyAllToTheOnlyParameterThatMatters) {
  const StudyImportance importance = importance_of(apart());
  // What a forest of two hundred observations leaves open.
  constexpr double kNearlyAll = 0.95;
  EXPECT_EQ(importance.metric->quantity, "value");
  EXPECT_EQ(importance.metric->single.front().first, "learning_rate");
  EXPECT_GT(importance.metric->single.front().share, kNearlyAll);
  EXPECT_EQ(importance.joules->quantity, "log10(train_joules)");
  EXPECT_EQ(importance.joules->single.front().first, "width");
  EXPECT_GT(importance.joules->single.front().share, kNearlyAll);
  EXPECT_EQ(importance.metric->single.size(), 3U);
  EXPECT_EQ(importance.metric->pairs.size(), 3U);
  EXPECT_FALSE(importance.metric->says_little());
  EXPECT_THAT(importance_sentences(*importance.metric),
              HasSubstr("learning_rate accounts for 100 % of the variance of value"));
}

TEST(StudyImportance, SaysThatSharesOfNoiseSayLittle) {
  Rng rng(5);
  const StudyRecord study = testing::random_study(
      kSpace, 100, [&](const Parameters&) { return rng.normal(); },
      [](const Parameters&) { return 1.0; });
  const StudyImportance importance = importance_of(study);
  EXPECT_TRUE(importance.metric->says_little());
  EXPECT_THAT(importance_sentences(*importance.metric), HasSubstr("these shares say little"));
  EXPECT_THAT(importance_sentences(*importance.metric), Not(HasSubstr("accounts for")));
  EXPECT_EQ(importance.joules->reason, "it was the same in every trial");
}

TEST(StudyImportance, SaysWhenTrialsAreTooFew) {
  const StudyImportance importance = importance_of(apart(static_cast<int>(kLeastTrials) - 1));
  EXPECT_TRUE(importance.metric->single.empty());
  EXPECT_EQ(importance_sentences(*importance.metric),
            "What mattered for value is not known: 11 complete trials of the space with it are too "
            "few (it "
            "takes 12).");
  EXPECT_TRUE(importance_of(apart(static_cast<int>(kLeastTrials))).metric->reason.empty());
}

TEST(StudyImportance, LooksAtCompleteTrialsWithFiniteNumbersAlone) {
  StudyRecord study = apart(60);
  study.trials[1].state = TrialState::kFailed;
  study.trials[2].state = TrialState::kPruned;
  study.trials[3].measurement.reset();
  study.trials[4].measurement->metrics["value"] = std::numeric_limits<double>::quiet_NaN();
  study.trials[5].measurement->metrics["value"] = std::numeric_limits<double>::infinity();
  study.trials[6].measurement->energy.joules = Joules(0.0);
  const StudyImportance importance = importance_of(study);
  EXPECT_EQ(importance.metric->used, 55U);
  EXPECT_EQ(importance.joules->used, 56U);
}

TEST(StudyImportance, TakesNoSharesOfJoulesThatAreDifferentQuantities) {
  StudyRecord study = apart(40);
  study.trials[0].measurement->energy.source = energy::Source::kEstimated;
  const StudyImportance importance = importance_of(study);
  EXPECT_THAT(importance.joules->reason, HasSubstr("different quantities"));
  EXPECT_FALSE(importance.metric->single.empty());
}

TEST(StudyImportance, HasNoSharesOfJoulesThatNobodyCounted) {
  StudyRecord study = apart(40);
  study.ledger = {};
  for (Trial& trial : study.trials) trial.measurement->energy.source = energy::Source::kUnknown;
  EXPECT_FALSE(importance_of(study).joules.has_value());
}

TEST(StudyImportance, HasNoSharesOfRepeats) {
  StudyRecord study = apart(40);
  study.scenario["objective"] = {
      {"kind", "train"},
      {"training", {{"learning_rate", "$learning_rate"}, {"epochs", "$width * 2"}}}};
  const StudyImportance importance = importance_of(study);
  EXPECT_EQ(importance.metric->single.size(), 2U);
}

TEST(StudyImportance, DrawsSomeOfManyTrialsAndSaysSo) {
  const StudyImportance importance = importance_of(apart(1500));
  EXPECT_EQ(importance.metric->used, kMostTrials);
  EXPECT_EQ(importance.metric->complete, 1500U);
  EXPECT_THAT(importance_sentences(*importance.metric), HasSubstr("drawn at random from 1500."));
}

TEST(StudyImportance, WarnsWhereTheStrategyChoseByResults) {
  StudyRecord study = apart(40);
  EXPECT_THAT(importance_note(importance_of(study)), Not(HasSubstr("guesses")));
  study.scenario["strategy"]["kind"] = "bayesian";
  EXPECT_THAT(importance_note(importance_of(study)), HasSubstr("the strategy bayesian chooses"));
}

TEST(StudyImportance, CallsEstimatesEstimates) {
  StudyRecord study = apart(40);
  EXPECT_THAT(importance_note(importance_of(study)), Not(HasSubstr("estimate")));
  for (Trial& trial : study.trials) trial.measurement->energy.source = energy::Source::kEstimated;
  EXPECT_THAT(importance_note(importance_of(study)), HasSubstr("The joules are an estimate."));
}

TEST(StudyImportance, StandsInAPageWithoutCharts) {
  const std::string html = importance_html(importance_of(apart(40)));
  EXPECT_THAT(html, HasSubstr("<h2>What mattered</h2>"));
  EXPECT_THAT(html, HasSubstr("<td>learning_rate</td>"));
}

TEST(StudyImportance, IsTheSameWhenWrittenTwice) {
  const StudyRecord study = apart(1100);
  const nlohmann::json first = importance_json(importance_of(study));
  EXPECT_EQ(json_text(first), json_text(importance_json(importance_of(study))));
  EXPECT_EQ(report_html(study), report_html(study));
}

TEST(StudyImportance, IsLeftOutWhereTheSpaceIsNotKnown) {
  const StudyImportance importance = importance_of(testing::sample_study());
  EXPECT_FALSE(importance.metric.has_value());
  EXPECT_TRUE(importance_charts(importance).empty());
  EXPECT_THAT(report_markdown(testing::sample_study()), Not(HasSubstr("What mattered")));
}

TEST(ImportanceCharts, DrawSharesOfBothQuantitiesOnOneScale) {
  const std::vector<ChartFigure> figures = importance_charts(importance_of(apart()));
  ASSERT_EQ(figures.size(), 2U);
  for (const ChartFigure& figure : figures) {
    EXPECT_EQ(figure.option["xAxis"]["max"], 1) << figure.id;
    EXPECT_FALSE(figure.numbers.rows.empty()) << figure.id;
    EXPECT_GE(figure.series.at(0).series["data"].size(), 3U) << figure.id;
  }
  const StudyRecord study = apart();
  EXPECT_THAT(report_html(study), HasSubstr("id=\"importance-joules\""));
  EXPECT_THAT(report_markdown(study), HasSubstr("## What mattered"));
}

TEST(ImportanceCharts, SayWhatIsMissingInsteadOfDrawing) {
  const std::vector<ChartFigure> figures = importance_charts(importance_of(apart(3)));
  EXPECT_THAT(figure_html(figures.front()), HasSubstr("too few"));
  EXPECT_THAT(figure_html(figures.front()), HasSubstr("Nothing to show yet."));
}

}  // namespace
}  // namespace wattle::search
