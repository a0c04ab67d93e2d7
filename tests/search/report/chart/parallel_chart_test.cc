// SPDX-License-Identifier: MIT
#include "search/report/chart/parallel_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

ChartFigure parallel(const StudyRecord& study) {
  const Findings findings = find_out(study);
  return parallel_chart(study, findings, study_series(study, findings), parameter_axes(study));
}

TEST(ParallelChart, HasAnAxisForEachParameterJoulesAndScore) {
  const StudyRecord study = testing::sample_study();
  const ChartFigure figure = parallel(study);
  const std::size_t axes = parameter_axes(study).size() + 2;
  ASSERT_EQ(figure.option["parallelAxis"].size(), axes);
  for (std::size_t i = 0; i < axes; ++i) EXPECT_EQ(figure.option["parallelAxis"][i]["dim"], i);
  // The places, how good it is, which trial.
  for (const auto& row : figure.series[0].series["data"]) EXPECT_EQ(row.size(), axes + 2);
}

TEST(ParallelChart, DrawsTheBestLastAndColoursByRank) {
  const StudyRecord study = testing::sample_study();
  const nlohmann::json rows = parallel(study).series[0].series["data"];
  const std::size_t goodness = rows[0].size() - 2;
  EXPECT_EQ(rows.front()[goodness], 0.0);
  EXPECT_EQ(rows.back()[goodness], 1.0);
  EXPECT_EQ(rows.back().back(), find_out(study).best->number);
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_GE(rows[i][goodness], rows[i - 1][goodness]);
}

TEST(ParallelChart, PassesByWhatIsNotActive) {
  const StudyRecord study = testing::sample_study();
  const auto axes = parameter_axes(study);
  const auto momentum = std::find_if(
      axes.begin(), axes.end(), [](const ParameterAxis& axis) { return axis.name == "momentum"; });
  const auto at = static_cast<std::size_t>(momentum - axes.begin());
  const nlohmann::json rows = parallel(study).series[0].series["data"];
  for (const auto& row : rows) {
    EXPECT_EQ(row[at] == "-", row.back().get<int>() % 3 != 0);
  }
}

TEST(ParallelChart, HasNoJoulesWhereNobodyCounted) {
  const StudyRecord study = testing::sample_study_without_joules();
  EXPECT_EQ(parallel(study).option["parallelAxis"].size(), parameter_axes(study).size() + 1);
}

TEST(ParallelChart, ListsTheBestTen) {
  const StudyRecord study = testing::sample_study();
  const ChartTable table = parallel(study).numbers;
  EXPECT_EQ(table.rows.size(), 10u);
  EXPECT_EQ(table.rows[0][0], std::to_string(find_out(study).best->number));
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.heads.size());
}

}  // namespace
}  // namespace wattle::search
