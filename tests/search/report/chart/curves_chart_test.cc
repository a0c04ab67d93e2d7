// SPDX-License-Identifier: MIT
#include "search/report/chart/curves_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

std::size_t lines_in(const ChartFigure& figure) {
  std::size_t lines = 0;
  for (const ChartSeries& part : figure.series) lines += part.series["data"].size();
  return lines;
}

TEST(CurvesChart, DrawsTheTrialsWithSteps) {
  const StudyRecord study = testing::sample_study();
  const Findings findings = find_out(study);
  const ChartFigure figure = curves_chart(findings);
  std::size_t with_steps = 0;
  for (const Trial& trial : study.trials) with_steps += trial.steps.size() > 1;
  EXPECT_EQ(lines_in(figure), with_steps);
  EXPECT_EQ(figure.series.back().series["name"], "the winner");
  EXPECT_EQ(figure.series.back().series["data"][0]["tip"][0], findings.best->number);
}

TEST(CurvesChart, LeavesOutStepsWithoutAMetric) {
  StudyRecord study = testing::sample_study(1);
  study.trials[0].steps[1].metrics["val_accuracy"] = std::nan("");
  const ChartFigure figure = curves_chart(find_out(study));
  EXPECT_EQ(figure.series[0].series["data"][0]["coords"].size(), study.trials[0].steps.size() - 1);
}

TEST(CurvesChart, IsWithoutSeriesWhereNoTrialHasSteps) {
  StudyRecord study = testing::sample_study();
  for (Trial& trial : study.trials) trial.steps.clear();
  EXPECT_TRUE(curves_chart(find_out(study)).series.empty());
}

TEST(CurvesChart, DrawsAHundredAndSaysSo) {
  const StudyRecord study = testing::sample_study(400);
  const ChartFigure figure = curves_chart(find_out(study));
  EXPECT_EQ(lines_in(figure), 100u);
  EXPECT_THAT(figure.caption, ::testing::HasSubstr("100 are drawn"));
}

TEST(CurvesChart, ThinsLongCurves) {
  StudyRecord study = testing::sample_study(1);
  Trial& trial = study.trials[0];
  trial.steps.clear();
  for (int step = 1; step <= 10000; ++step) {
    trial.steps.push_back({step, {{"val_accuracy", 1e-4 * step}}, {}, {}});
  }
  const nlohmann::json line = curves_chart(find_out(study)).series[0].series["data"][0]["coords"];
  EXPECT_EQ(line.size(), 150u);
  EXPECT_EQ(line.front()[0], 1.0);
  EXPECT_EQ(line.back()[0], 10000.0);
}

}  // namespace
}  // namespace wattle::search
