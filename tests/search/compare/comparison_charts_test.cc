// SPDX-License-Identifier: MIT
#include "search/compare/chart/comparison_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>

#include "search/compare/chart/arm_look.h"
#include "search/report/chart/page_script.h"
#include "tests/search/compare/made_up_studies.h"

namespace wattle::search {
namespace {

using test::comparison_document;
using test::made_up_study;
using ::testing::HasSubstr;
using ::testing::Not;

/// Two arms, three repeats of three trials; the second finds 0.9 at once, the first in the end.
ComparisonRecord record(nlohmann::json document = comparison_document({"random", "sobol"}, 3)) {
  ComparisonRecord made{std::move(document), nlohmann::json::object(), {}, {}};
  made.plan = plan_comparison(made.scenario);
  made.plan.target = 0.85;
  std::vector<ArmStudies> studies;
  for (const Arm& arm : made.plan.arms) {
    const bool second = arm.name == made.plan.arms[1].name;
    ArmStudies of{arm, {}};
    for (int repeat = 0; repeat < 3; ++repeat) {
      const double start = 0.5 + 0.01 * repeat;
      of.repeats.push_back(second
                               ? made_up_study({{0.9, 10.0}, {start, 10.0}, {start, 10.0}})
                               : made_up_study({{start, 10.0}, {start + 0.1, 10.0}, {0.9, 10.0}}));
    }
    studies.push_back(std::move(of));
  }
  made.findings = analyse(made.scenario, made.plan, studies);
  return made;
}

std::map<std::string, ChartFigure> figures(const ComparisonRecord& comparison) {
  std::map<std::string, ChartFigure> all;
  for (const ChartSection& section : comparison_charts(comparison)) {
    for (const ChartFigure& figure : section.figures) all.emplace(figure.id, figure);
  }
  return all;
}

const nlohmann::json& series_named(const ChartFigure& figure, const std::string& name,
                                   const std::string& type) {
  for (const ChartSeries& part : figure.series) {
    if (part.series.value("name", "") == name && part.series["type"] == type) return part.series;
  }
  throw std::out_of_range(name);
}

TEST(ComparisonCharts, AreAllThereForStudiesWithJoules) {
  const auto all = figures(record());
  for (const char* id : {"ratios", "expected-energy", "reached", "spending", "course-joules",
                         "course-trials", "course-seconds", "results", "superiority", "ranks"}) {
    ASSERT_TRUE(all.contains(id)) << id;
    EXPECT_FALSE(all.at(id).series.empty()) << id;
    EXPECT_FALSE(all.at(id).numbers.rows.empty()) << id;
    EXPECT_FALSE(all.at(id).caption.empty()) << id;
  }
}

TEST(CourseChart, DrawsTheMedianOfTheMetric) {
  const ChartFigure figure = figures(record()).at("course-trials");
  EXPECT_EQ(series_named(figure, "random", "line")["data"],
            nlohmann::json::parse("[[1, 0.51], [2, 0.61], [3, 0.9]]"));
  EXPECT_EQ(series_named(figure, "sobol", "line")["data"],
            nlohmann::json::parse("[[1, 0.9], [2, 0.9], [3, 0.9]]"));
  // Rows of the band: x, low, high.
  for (const nlohmann::json& row : series_named(figure, "random", "custom")["data"]) {
    EXPECT_LE(row[1], row[2]);
    EXPECT_GE(row[1], 0.5);
    EXPECT_LE(row[2], 0.9);
  }
  EXPECT_EQ(series_named(figure, "sobol", "scatter")["data"].size(), 1u) << "it improves once";
  EXPECT_EQ(figure.option["yAxis"]["name"], "val_accuracy");
}

TEST(ReachedChart, RisesToTheShareThatGotThere) {
  const ChartFigure figure = figures(record()).at("reached");
  const nlohmann::json& late = series_named(figure, "random", "line")["data"];
  EXPECT_EQ(late.front()[1], 0.0);
  EXPECT_EQ(late.back(), nlohmann::json::parse("[30, 1]"));
  const nlohmann::json& early = series_named(figure, "sobol", "scatter")["data"];
  ASSERT_EQ(early.size(), 1u);
  EXPECT_EQ(early[0][0], 10.0);
  EXPECT_EQ(early[0][2], "sobol: 3 of 3 studies");
}

TEST(RatiosChart, PutsTheCheaperArmFirst) {
  const ChartFigure figure = figures(record()).at("ratios");
  ASSERT_EQ(figure.numbers.rows.size(), 1u);
  EXPECT_EQ(figure.numbers.rows[0][0], "sobol / random");
  EXPECT_THAT(figure.numbers.rows[0][1], HasSubstr("0.3333"));
  EXPECT_EQ(figure.option["xAxis"]["type"], "log");
}

TEST(ComparisonCharts, SayNothingOfJoulesThatNobodyCounted) {
  ComparisonRecord silent = record();
  silent.findings.joules_known = false;
  const auto all = figures(silent);
  EXPECT_FALSE(all.contains("ratios"));
  EXPECT_FALSE(all.contains("course-joules"));
  EXPECT_TRUE(all.contains("course-trials"));
}

TEST(ComparisonCharts, DrawTheFrontOfTwoObjectives) {
  nlohmann::json document = comparison_document({"random", "sobol"}, 3);
  document["goal"]["kind"] = "pareto";
  const ComparisonRecord comparison = record(document);
  const ChartFigure figure = figures(comparison).at("course-trials");
  EXPECT_EQ(figure.option["yAxis"]["name"], "share of the box dominated");
  // All trials cost the same, so the best accuracy dominates the whole box.
  EXPECT_EQ(series_named(figure, "sobol", "line")["data"].back()[1], 1.0);
  EXPECT_EQ(comparison.findings.arms[1].repeats[0].final_loss(), 0.0);
}

TEST(ArmLook, TellsEightArmsApart) {
  std::set<std::string> colours;
  for (std::size_t arm = 0; arm < 8; ++arm) colours.insert(arm_look(arm).colour);
  EXPECT_EQ(colours.size(), 8u);
}

TEST(ComparisonPage, IsTheSameEveryTimeAndEscapesNames) {
  nlohmann::json document = comparison_document({"random", "sobol"}, 3);
  document["name"] = "<script>alert(1)</script>";
  const std::string page = comparison_html(record(document));
  EXPECT_EQ(page, comparison_html(record(document)));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert"));
  EXPECT_THAT(page, HasSubstr("sobol needs 0.33 times the joules of random"));
  EXPECT_EQ(page.find("id=\"ratios\"") != std::string::npos, !chart_script().empty());
}

TEST(ComparisonPage, SaysWhyAComparisonIsRefused) {
  ComparisonRecord refused = record();
  refused.findings.refused = "random: counter package; sobol: counter dram";
  const std::string page = comparison_html(refused);
  EXPECT_THAT(page, HasSubstr("random: counter package; sobol: counter dram"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"ratios\"")));
  EXPECT_THAT(page, Not(HasSubstr("<h2>Arms</h2>")));
}

}  // namespace
}  // namespace wattle::search
