// SPDX-License-Identifier: MIT
#include "search/report/chart/rows.h"

#include <gtest/gtest.h>

#include <cmath>

namespace wattle::search {
namespace {

const ChartAxis kLinear{"ratio", false, false, false};
const ChartAxis kLogarithmic{"ratio", false, true, false};

ChartFigure drawn(const std::vector<EstimateRow>& rows, const ChartAxis& axis,
                  std::optional<double> mark = std::nullopt) {
  ChartFigure figure;
  draw_rows(rows, axis, mark, figure);
  return figure;
}

/// Data of the first series of a type that has marks.
std::vector<nlohmann::json> data_of(const ChartFigure& figure, const std::string& type) {
  std::vector<nlohmann::json> all;
  for (const ChartSeries& part : figure.series) {
    if (part.series["type"] == type) all.push_back(part.series["data"]);
  }
  return all;
}

TEST(Rows, HaveWordsADotAndALine) {
  const ChartFigure figure =
      drawn({{"a / b", "2 (1 to 4)", 2.0, 1.0, 4.0, "@accent", {}}}, kLinear, 1.0);
  const auto lines = data_of(figure, "line");
  ASSERT_EQ(lines.size(), 2u) << "the mark and the interval";
  EXPECT_EQ(lines[0][0][0], 1.0);
  EXPECT_EQ(lines[1], nlohmann::json::parse("[[1.0, 1.0], [4.0, 1.0]]"));
  const auto scatter = data_of(figure, "scatter");
  ASSERT_EQ(scatter.size(), 3u) << "words, observations, estimates";
  EXPECT_EQ(scatter[0][0]["tip"], (nlohmann::json{"a / b", "2 (1 to 4)"}));
  EXPECT_TRUE(scatter[1].empty());
  EXPECT_EQ(scatter[2][0]["value"], nlohmann::json::parse("[2.0, 1.0]"));
}

TEST(Rows, GrowWithTheirNumber) {
  const EstimateRow row{"a", "1", 1.0, {}, {}, "@accent", {}};
  EXPECT_GT(drawn({row, row, row}, kLinear).height, drawn({row}, kLinear).height + 80);
}

TEST(Rows, ShowEndsWithoutAPlaceAtTheFrame) {
  const ChartFigure figure =
      drawn({{"a", "1 (0 to infinity)", 1.0, 0.0, HUGE_VAL, "@accent", {}},
             {"b", "infinity", HUGE_VAL, {}, {}, "@accent", {{2.0, "one"}, {HUGE_VAL, "none"}}}},
            kLogarithmic);
  const double low = figure.option["xAxis"]["min"];
  const double high = figure.option["xAxis"]["max"];
  EXPECT_GT(low, 0.0);
  EXPECT_TRUE(std::isfinite(high));
  const auto lines = data_of(figure, "line");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0][0][0], low);
  EXPECT_EQ(lines[0][1][0], high);
  const auto scatter = data_of(figure, "scatter");
  EXPECT_EQ(scatter[0].size(), 2u) << "both have their words";
  EXPECT_EQ(scatter[1].size(), 1u) << "an observation that is infinite has no place";
  EXPECT_EQ(scatter[2].size(), 1u);
}

TEST(Rows, SpanWhatHasAPlace) {
  const std::vector<EstimateRow> rows{
      {"a", "2", 2.0, 0.0, HUGE_VAL, "@accent", {}},
      {"b", "3", 3.0, {}, {}, "@accent", {{5.0, "one"}}},
  };
  const DataRange linear = range_of(rows, 7.0, false);
  EXPECT_EQ(linear.low, 0.0);
  EXPECT_EQ(linear.high, 7.0);
  const DataRange logarithmic = range_of(rows, std::nullopt, true);
  EXPECT_EQ(logarithmic.low, 2.0);
  EXPECT_EQ(logarithmic.high, 5.0);
}

TEST(Rows, CanBeNone) {
  const ChartFigure figure = drawn({}, kLinear, 1.0);
  for (const ChartSeries& part : figure.series) EXPECT_TRUE(part.series["data"].empty());
}

}  // namespace
}  // namespace wattle::search
