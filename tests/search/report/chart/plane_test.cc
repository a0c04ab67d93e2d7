// SPDX-License-Identifier: MIT
#include "search/report/chart/plane.h"

#include <gtest/gtest.h>

#include "search/report/chart/time_unit.h"

namespace wattle::search {
namespace {

const ChartAxis kLinear{"x", false, false, false};
const ChartAxis kJoules{"joules", true, true, false};

TEST(RangesOf, AreTheExtremesOfEachCoordinate) {
  const auto [x, y] = ranges_of({{3, -1, 0}, {1, 5, 1}, {2, 0, 2}});
  EXPECT_EQ(x.low, 1);
  EXPECT_EQ(x.high, 3);
  EXPECT_EQ(y.low, -1);
  EXPECT_EQ(y.high, 5);
  EXPECT_EQ(ranges_of({}).first.high, 0);
}

TEST(PlaneOption, ALogarithmicAxisSpansItsData) {
  const nlohmann::json option = plane_option(kJoules, {2, 2000}, kLinear, {0, 1});
  EXPECT_EQ(option["xAxis"]["type"], "log");
  EXPECT_GT(option["xAxis"]["min"], 1.0);
  EXPECT_LT(option["xAxis"]["min"], 2.0);
  EXPECT_GT(option["xAxis"]["max"], 2000.0);
  EXPECT_EQ(option["xAxis"]["axisLabel"]["formatter"], "@joules");
  EXPECT_EQ(option["yAxis"]["type"], "value");
  EXPECT_FALSE(option["yAxis"].contains("min"));
}

TEST(PlaneOption, ASingleValueHasARangeAroundIt) {
  const nlohmann::json option = plane_option(kJoules, {5, 5}, kLinear, {1, 1});
  EXPECT_LT(option["xAxis"]["min"], 5.0);
  EXPECT_GT(option["xAxis"]["max"], 5.0);
  nlohmann::json axis = option["yAxis"];
  fix_range(axis, {1, 1});
  EXPECT_LT(axis["min"], 1.0);
  EXPECT_GT(axis["max"], 1.0);
}

TEST(ScoreAxis, IsLogarithmicForJoulesOverDecades) {
  const Score joules{"joules of a trial", false, true};
  EXPECT_TRUE(score_axis(joules, {1, 1000}).logarithmic);
  EXPECT_FALSE(score_axis(joules, {1, 10}).logarithmic);
  EXPECT_FALSE(score_axis({"val_loss", false, false}, {1, 1000}).logarithmic);
  EXPECT_EQ(std::string(unit_of(score_axis(joules, {1, 10}))), "joules");
}

TEST(Dots, AreRowsOfXYAndTrial) {
  const ChartSeries part = dots("a trial", {{1.5, 2, 7}}, point_tip(kLinear, kJoules));
  EXPECT_EQ(part.series["data"], nlohmann::json::parse("[[1.5, 2, 7]]"));
  ASSERT_EQ(part.tip.size(), 3u);
  EXPECT_EQ(part.tip[0].unit, "trial");
  EXPECT_EQ(part.tip[1].unit, "joules");
}

TEST(Stairs, DoNotAnswerToTheMouse) {
  const ChartSeries part = stairs("best", {{1, 2, 7}});
  EXPECT_EQ(part.series["silent"], true);
  EXPECT_TRUE(part.tip.empty());
}

TEST(PointsTable, SaysNumbersAsTheAxesDo) {
  const ChartTable table = points_table(kJoules, kLinear, {{2500, 0.25, 3}});
  EXPECT_EQ(table.rows, (std::vector<std::vector<std::string>>{{"3", "2.5 kJ", "0.25"}}));
}

TEST(TimeUnit, IsTheLargestThatFitsTwice) {
  EXPECT_EQ(time_unit(Seconds(0)).name, "seconds");
  EXPECT_EQ(time_unit(Seconds(119)).name, "seconds");
  EXPECT_EQ(time_unit(Seconds(120)).name, "minutes");
  EXPECT_EQ(time_unit(Seconds(7200)).name, "hours");
  EXPECT_EQ(time_unit(Seconds(172800)).name, "days");
}

}  // namespace
}  // namespace wattle::search
