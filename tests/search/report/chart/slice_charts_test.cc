// SPDX-License-Identifier: MIT
#include "search/report/chart/slice_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

std::vector<ChartFigure> slices(const StudyRecord& study) {
  return slice_charts(study, study_series(study, find_out(study)), parameter_axes(study));
}

const ChartFigure& slice_of(const std::vector<ChartFigure>& figures, const std::string& parameter) {
  for (const ChartFigure& figure : figures) {
    if (figure.title == parameter) return figure;
  }
  throw std::out_of_range(parameter);
}

TEST(SliceCharts, AreOneAParameterWithNamesOfTheirOwn) {
  const auto figures = slices(testing::sample_study());
  EXPECT_EQ(figures.size(), 6u);
  std::set<std::string> names;
  for (const ChartFigure& figure : figures) names.insert(figure.id);
  EXPECT_EQ(names.size(), figures.size());
}

TEST(SliceCharts, ShowTrialsInWhichTheParameterWasActive) {
  const StudyRecord study = testing::sample_study();
  int with_momentum = 0;
  for (const Trial& trial : study.trials) {
    with_momentum += trial.state == TrialState::kComplete && trial.parameters.has("momentum");
  }
  const auto figures = slices(study);
  EXPECT_EQ(slice_of(figures, "momentum").series[0].series["data"].size(),
            static_cast<std::size_t>(with_momentum));
}

TEST(SliceCharts, NameCategories) {
  const auto figures = slices(testing::sample_study());
  const ChartFigure& optimizer = slice_of(figures, "optimizer");
  EXPECT_EQ(optimizer.option["xAxis"]["data"], nlohmann::json::parse(R"(["adam", "sgd"])"));
  EXPECT_EQ(optimizer.numbers.rows.size(), 2u);
}

/// Against the definition: every trial with a score is in one group, whose best and median are its.
TEST(SliceCharts, GroupsCountEveryTrialOnce) {
  const StudyRecord study = testing::sample_study(500);
  const std::size_t scores = study_series(study, find_out(study)).scores_by_trial.size();
  for (const ChartFigure& figure : slices(study)) {
    if (figure.title == "momentum") continue;  // not always active
    std::size_t counted = 0;
    for (const auto& row : figure.numbers.rows) counted += std::stoul(row[1]);
    EXPECT_EQ(counted, scores) << figure.title;
    // A number has at most six groups; one with six values or fewer has them.
    EXPECT_LE(figure.numbers.rows.size(), 6u) << figure.title;
  }
}

TEST(SliceCharts, SayWhereTheBestIs) {
  const StudyRecord study = testing::sample_study();
  const std::string best = std::to_string(find_out(study).best->number);
  for (const ChartFigure& figure : slices(study)) {
    if (figure.title == "momentum") continue;
    EXPECT_THAT(figure.caption, ::testing::HasSubstr("(trial " + best + ")")) << figure.title;
  }
}

}  // namespace
}  // namespace wattle::search
