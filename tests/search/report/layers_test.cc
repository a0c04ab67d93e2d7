// SPDX-License-Identifier: MIT
#include "search/report/layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/report.h"
#include "tests/search/report/sample_study.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A study whose winner has these layers.
StudyRecord profiled_study(const LayerEnergy& layers = test::sample_layers()) {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, find_out(study).best->number);
  study.finalists[0].layers = layers;
  return study;
}

LayerEnergy failed_layers() {
  LayerEnergy layers;
  layers.failure = "no <memory>";
  return layers;
}

TEST(LayerEnergy, PartsAddUpToTheStep) {
  const LayerEnergy layers = test::sample_layers();
  EXPECT_DOUBLE_EQ(layers.layers().joules, 0.012);
  EXPECT_DOUBLE_EQ(layers.layers().half_width, 5e-4);  // 3, 4, 5
  EXPECT_DOUBLE_EQ(layers.rest().joules, 0.003);
  EXPECT_DOUBLE_EQ(layers.rest().half_width, 13e-4);  // 5, 12, 13
}

TEST(LayersTable, HasKindsTheirSumTheRestAndTheStep) {
  const ChartTable table = layer_energy_table(test::sample_layers());
  ASSERT_EQ(table.rows.size(), 5U);
  EXPECT_THAT(table.rows[0], ElementsAre("convolution", "2", "4 mJ ± 300 µJ", "7 mJ ± 400 µJ",
                                         "11 mJ ± 500 µJ", "92 %"));
  EXPECT_THAT(table.rows[1],
              ElementsAre("activation", "1", "1 mJ ± 0 J", "-", "1 mJ ± 0 J", "8 %"));
  EXPECT_EQ(table.rows[2][0], "all layers");
  EXPECT_EQ(table.rows[2][1], "3");
  EXPECT_EQ(table.rows[3][0], kBesideLayers);
  EXPECT_EQ(table.rows[3][4], "3 mJ ± 1.3 mJ");
  EXPECT_EQ(table.rows[4][4], "15 mJ ± 1.2 mJ");
}

TEST(LayersTable, HasNoRestWhereLayersAloneCostMore) {
  LayerEnergy layers = test::sample_layers();
  layers.step.joules = 0.01;
  for (const auto& row : layer_energy_table(layers).rows) EXPECT_NE(row[0], kBesideLayers);
  Finalist finalist{3, TrialState::kComplete, {}, "", layers};
  EXPECT_THAT(layers_text(finalist)[0], HasSubstr("cost more than together"));
}

TEST(LayersText, SaysWhatWasMeasuredAndHowFarToBelieveIt) {
  const StudyRecord study = profiled_study();
  const std::string text = layers_markdown(study, find_out(study));
  EXPECT_THAT(text, HasSubstr("64 examples on 2 threads"));
  EXPECT_THAT(text, HasSubstr("15 mJ ± 1.2 mJ"));
  EXPECT_THAT(text, HasSubstr("an estimate, covers package"));
  EXPECT_THAT(text, HasSubstr("0.5 to 2 times as much"));
  EXPECT_THAT(text, HasSubstr("took 40 J"));
}

TEST(LayersText, SaysWhyNothingWasMeasured) {
  const StudyRecord study = profiled_study(failed_layers());
  EXPECT_THAT(report_markdown(study), HasSubstr("could not be measured: no \\<memory\\>"));
  EXPECT_THAT(report_html(study), HasSubstr("could not be measured: no &lt;memory&gt;"));
  EXPECT_TRUE(layer_energy_table(failed_layers()).rows.empty());
}

TEST(Layers, AreLeftOutOfAStudyThatMeasuredNone) {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, find_out(study).best->number);
  EXPECT_THAT(report_markdown(study), Not(HasSubstr(kLayersTitle)));
  EXPECT_THAT(report_html(study), Not(HasSubstr(kLayersTitle)));
  EXPECT_FALSE(result_json(study)["finalists"][0].contains("layer_energy"));
}

TEST(Layers, AreTheWinnersOnly) {
  StudyRecord study = testing::sample_study();
  const int best = find_out(study).best->number;
  testing::add_finalist(study, best == 0 ? 1 : 0);
  study.finalists[0].layers = test::sample_layers();
  EXPECT_EQ(profiled_winner(study, find_out(study)), nullptr);
}

TEST(Layers, StandInEveryFormOfTheReport) {
  const StudyRecord study = profiled_study();
  EXPECT_THAT(report_markdown(study), HasSubstr(kLayersTitle));
  EXPECT_THAT(report_html(study), HasSubstr(kLayersTitle));
  const auto layers = result_json(study)["finalists"][0]["layer_energy"];
  EXPECT_EQ(layers["kinds"][0]["kind"], "convolution");
  EXPECT_EQ(layers["kinds"][0]["backward"]["joules"], 0.007);
  EXPECT_EQ(layers["step"]["half_width"], 12e-4);
  EXPECT_EQ(layers["energy"]["source"], "estimated");
}

TEST(Layers, AreTheSameWhenWrittenTwice) {
  const StudyRecord study = profiled_study();
  EXPECT_EQ(report_html(study), report_html(study));
  EXPECT_EQ(report_markdown(study), report_markdown(study));
}

}  // namespace
}  // namespace wattle::search
