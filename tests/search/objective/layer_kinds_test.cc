// SPDX-License-Identifier: MIT
#include "search/objective/layer_kinds.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

trainer::LayerProfile layer(const char* kind, double forward, double backward) {
  return {"", kind, "", 0, 0, 0, {forward, 3.0, 1.0}, {backward, 4.0, 1.0}};
}

TEST(LayerKinds, HaveTheJoulesOfTheirLayers) {
  trainer::ModelProfile profile;
  profile.layers = {layer("activation", 1.0, 0.5), layer("linear", 2.0, 4.0),
                    layer("activation", 0.25, 0.25), layer("linear", 8.0, 16.0)};
  const auto kinds = layer_kinds(profile);
  ASSERT_EQ(kinds.size(), 2U);
  EXPECT_EQ(kinds[0].kind, "linear") << "the dearest first";
  EXPECT_EQ(kinds[0].layers, 2);
  EXPECT_EQ(kinds[0].forward.joules, 10.0);
  EXPECT_EQ(kinds[0].backward.joules, 20.0);
  EXPECT_DOUBLE_EQ(kinds[0].both().half_width * kinds[0].both().half_width, 2 * 25.0);
  EXPECT_EQ(kinds[1].both().joules, 2.0);
}

TEST(LayerKinds, OfEqualCostAreByName) {
  trainer::ModelProfile profile;
  profile.layers = {layer("pooling", 1.0, 1.0), layer("dropout", 1.0, 1.0)};
  EXPECT_EQ(layer_kinds(profile)[0].kind, "dropout");
}

TEST(LayerKinds, OfNoLayersAreNone) {
  EXPECT_TRUE(layer_kinds({}).empty());
  EXPECT_EQ(layer_energy_of({}).layers(), StepJoules());
}

}  // namespace
}  // namespace wattle::search
