// SPDX-License-Identifier: MIT
#include "search/report/chart/layers_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "search/report/layers.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Finalist finalist_with(const LayerEnergy& layers) {
  return {7, TrialState::kComplete, {}, "", layers};
}

TEST(LayersChart, BarsAddUpToTheStep) {
  const ChartFigure figure = layers_chart(finalist_with(test::sample_layers()));
  double joules = 0.0;
  std::size_t marks = 0;
  for (const ChartSeries& part : figure.series) {
    for (const auto& mark : part.series["data"]) {
      joules += mark["value"][0].get<double>();
      ++marks;
    }
  }
  // Seven marks, each with six digits; those of the words are 0.
  EXPECT_NEAR(joules / test::sample_layers().step.joules, 1.0, 7 * 5e-6);
  EXPECT_EQ(marks, 3U + 2U + 1U + 1U);
}

TEST(LayersChart, NamesItsPartsInTheLegend) {
  const ChartFigure figure = layers_chart(finalist_with(test::sample_layers()));
  EXPECT_THAT(figure.option["legend"]["data"], ElementsAre("forward", "backward", kBesideLayers));
  LayerEnergy alone = test::sample_layers();
  alone.kinds = {{"activation", 1, {0.001, 0.0}, {}}};
  alone.step.joules = 0.0005;
  EXPECT_THAT(layers_chart(finalist_with(alone)).option["legend"]["data"], ElementsAre("forward"));
}

TEST(LayersChart, SaysWhyNothingIsDrawn) {
  LayerEnergy layers;
  layers.failure = "out of memory";
  const ChartFigure figure = layers_chart(finalist_with(layers));
  EXPECT_TRUE(figure.series.empty());
  EXPECT_THAT(figure.caption, HasSubstr("trial 7's model could not be measured: out of memory"));
  EXPECT_THAT(figure_html(figure), HasSubstr("Nothing to show"));
}

}  // namespace
}  // namespace wattle::search
