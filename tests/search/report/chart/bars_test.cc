// SPDX-License-Identifier: MIT
#include "search/report/chart/bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/chart/accounts_chart.h"
#include "search/report/chart/endings_chart.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

TEST(DrawBars, KeepsEqualNamesApart) {
  ChartFigure figure;
  draw_bars({{"same", 1, "one", "@accent"}, {"same", 2, "two", "@ink"}}, figure);
  EXPECT_NE(figure.option["yAxis"]["data"][0], figure.option["yAxis"]["data"][1]);
  EXPECT_EQ(figure.series[0].series["data"][1]["tip"], nlohmann::json::parse(R"(["same", "two"])"));
}

TEST(AccountsChart, AddsUpToTheTotal) {
  const StudyRecord study = testing::sample_study();
  const ChartFigure figure = accounts_chart(study, find_out(study));
  double joules = 0.0;
  for (const auto& bar : figure.series[0].series["data"]) joules += bar["value"].get<double>();
  // Four numbers, each with six digits.
  EXPECT_NEAR(joules / study.ledger.total.value, 1.0, 4 * 5e-6);
}

TEST(EndingsChart, CountsEveryTrialOnce) {
  const StudyRecord study = testing::sample_study();
  const ChartFigure figure = endings_chart(find_out(study));
  double drawn = 0.0;
  int listed = 0;
  for (const auto& bar : figure.series[0].series["data"]) drawn += bar["value"].get<double>();
  for (const auto& row : figure.numbers.rows) listed += std::stoi(row[2]);
  EXPECT_EQ(drawn, study.trials.size());
  EXPECT_EQ(listed, static_cast<int>(study.trials.size()));
}

TEST(EndingsChart, DrawsManyReasonsAsOneBarAndListsThemAll) {
  StudyRecord study = testing::sample_study();
  int reason = 0;
  for (Trial& trial : study.trials) {
    if (trial.state == TrialState::kComplete) trial.reason = "reached " + std::to_string(reason++);
  }
  const ChartFigure figure = endings_chart(find_out(study));
  EXPECT_EQ(figure.series[0].series["data"][3]["tip"][0],
            "complete: " + std::to_string(reason - 3) + " other reasons");
  EXPECT_GE(figure.numbers.rows.size(), static_cast<std::size_t>(reason));
}

}  // namespace
}  // namespace wattle::search
