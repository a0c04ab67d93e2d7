// SPDX-License-Identifier: MIT
#include "search/report/chart/history_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/chart/trade_off_chart.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;

StudySeries series_of(const StudyRecord& study) { return study_series(study, find_out(study)); }

ChartFigure history(const StudyRecord& study, Spent spent) {
  return history_chart(series_of(study), spent, true);
}

TEST(HistoryChart, HasADotForEachTrialWithAScore) {
  const StudyRecord study = testing::sample_study();
  for (const Spent spent : {Spent::kTrials, Spent::kSeconds, Spent::kJoules}) {
    EXPECT_EQ(history(study, spent).series[0].series["data"].size(),
              series_of(study).scores_by_trial.size());
  }
}

TEST(HistoryChart, NeverGetsWorse) {
  for (const Spent spent : {Spent::kTrials, Spent::kSeconds, Spent::kJoules}) {
    const nlohmann::json line = history(testing::sample_study(), spent).series[1].series["data"];
    for (std::size_t i = 1; i < line.size(); ++i) {
      EXPECT_GE(line[i][0], line[i - 1][0]);
      EXPECT_GE(line[i][1], line[i - 1][1]);
    }
  }
}

TEST(HistoryChart, OverTimeEndsWithTheLastTrial) {
  const StudyRecord study = testing::sample_study(100);
  double last = 0.0;
  for (const Trial& trial : study.trials) last = std::max(last, trial.ended_at.value);
  ASSERT_GT(last, 120.0);
  const ChartFigure figure = history(study, Spent::kSeconds);
  EXPECT_EQ(figure.option["xAxis"]["name"], "minutes since the study began");
  // Six digits are drawn.
  EXPECT_NEAR(figure.series[1].series["data"].back()[0].get<double>() * 60.0 / last, 1.0, 5e-6);
}

TEST(HistoryChart, SaysWhoWasBest) {
  const StudyRecord study = testing::sample_study();
  EXPECT_THAT(history(study, Spent::kTrials).caption,
              HasSubstr("first reached by trial " + std::to_string(find_out(study).best->number)));
  EXPECT_EQ(history(testing::sample_study(0), Spent::kTrials).caption,
            "No trial has completed yet.");
}

TEST(HistoryChart, ThinsDotsButKeepsEveryImprovement) {
  const StudyRecord study = testing::sample_study(3000);
  const ChartFigure figure = history(study, Spent::kTrials);
  EXPECT_EQ(figure.series[0].series["data"].size(), 1000u);
  EXPECT_THAT(figure.caption, HasSubstr(" 1000 are drawn"));
  std::set<int> drawn;
  for (const auto& row : figure.series[0].series["data"]) drawn.insert(row[2].get<int>());
  for (const auto& row : figure.series[2].series["data"])
    EXPECT_TRUE(drawn.count(row[2].get<int>()));
}

TEST(TradeOffChart, DrawsTheFrontAndNamesTheWinner) {
  const StudyRecord study = testing::sample_study();
  const Findings findings = find_out(study);
  const ChartFigure figure = trade_off_chart(study_series(study, findings), findings);
  EXPECT_EQ(figure.series[1].series["data"].size(), findings.front.size());
  ASSERT_EQ(figure.series.size(), 4u);
  EXPECT_EQ(figure.series[3].series["data"][0][2], findings.best->number);
  EXPECT_EQ(figure.numbers.rows.size(), findings.front.size());
}

TEST(TradeOffChart, SaysWhyJoulesAreNotCompared) {
  StudyRecord study = testing::sample_study();
  study.trials[0].measurement->energy.source = energy::Source::kCounter;
  const Findings findings = find_out(study);
  const ChartFigure figure = trade_off_chart(study_series(study, findings), findings);
  EXPECT_THAT(figure.caption,
              HasSubstr("different quantities (16 trials: an estimate, of package; 1 trial: "));
  EXPECT_TRUE(figure.series[0].series["data"].empty());
}

}  // namespace
}  // namespace wattle::search
