// SPDX-License-Identifier: MIT
#include "search/report/chart/study_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/search/report/sample_study.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using ::testing::Contains;
using ::testing::Not;

std::vector<ChartFigure> charts(const StudyRecord& study) {
  std::vector<ChartFigure> figures;
  for (const ChartSection& section : study_charts(study, find_out(study))) {
    figures.insert(figures.end(), section.figures.begin(), section.figures.end());
  }
  return figures;
}

std::vector<std::string> names(const std::vector<ChartFigure>& figures) {
  std::vector<std::string> all;
  for (const ChartFigure& figure : figures) all.push_back(figure.id);
  return all;
}

TEST(StudyCharts, StandInTheirOrder) {
  EXPECT_THAT(
      names(charts(testing::sample_study())),
      ::testing::ElementsAre("history-trials", "history-seconds", "history-joules", "trade-off",
                             "parallel", "slice-1", "slice-2", "slice-3", "slice-4", "slice-5",
                             "slice-6", "curves", "timeline", "accounts", "endings"));
}

TEST(StudyCharts, TellOfTheWinnersLayersWhereTheyWereMeasured) {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, find_out(study).best->number);
  EXPECT_THAT(names(charts(study)), Not(Contains("layers")));
  study.finalists[0].layers = test::sample_layers();
  EXPECT_THAT(names(charts(study)), Contains("layers"));
}

TEST(StudyCharts, WithoutJoulesHaveNoneOfEnergy) {
  const auto all = names(charts(testing::sample_study_without_joules()));
  for (const char* energy : {"history-joules", "trade-off", "accounts"}) {
    EXPECT_THAT(all, Not(Contains(energy)));
  }
  EXPECT_THAT(all, Contains("timeline"));
}

TEST(StudyCharts, OfFewTrialsAreMade) {
  for (const int trials : {0, 1, 2}) EXPECT_FALSE(charts(testing::sample_study(trials)).empty());
}

TEST(StudyCharts, AreTheSameWhenMadeTwice) {
  const StudyRecord study = testing::sample_study(1500);
  const Findings findings = find_out(study);
  EXPECT_EQ(sections_html(study_charts(study, findings)),
            sections_html(study_charts(study, findings)));
}

/// What each has, so that it can be read without being seen.
TEST(StudyCharts, HaveACaptionATableAndMarksThatFitTheirTips) {
  for (const ChartFigure& figure : charts(testing::sample_study())) {
    EXPECT_FALSE(figure.caption.empty()) << figure.id;
    EXPECT_FALSE(figure.numbers.rows.empty()) << figure.id;
    for (const auto& row : figure.numbers.rows) EXPECT_EQ(row.size(), figure.numbers.heads.size());
    for (const ChartSeries& part : figure.series) {
      for (const auto& mark : part.series.at("data")) {
        const nlohmann::json& row = mark.is_object() && mark.contains("tip") ? mark["tip"] : mark;
        for (const TipLine& line : part.tip) {
          EXPECT_LT(static_cast<std::size_t>(line.column), row.size()) << figure.id;
        }
      }
    }
  }
}

}  // namespace
}  // namespace wattle::search
