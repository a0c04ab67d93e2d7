// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <string>

#include "tests/trainer/model/graphs.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct Fault {
  std::string name;
  std::string layers;
  InputDescription input;
  std::string first;
  std::string second;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class FaultyGraph : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyGraph, IsRefusedWithItsPlace) {
  const auto model = describe(GetParam().layers.c_str(), GetParam().input);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(model.error().message,
              AllOf(HasSubstr(GetParam().first), HasSubstr(GetParam().second)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyGraph,
    ::testing::Values(
        Fault{"NoList", R"({"kind": "relu"})", kImage, "model.layers", "list"},
        Fault{"NoLayers", "[]", kImage, "3x8x8", "10 classes"},
        Fault{"NoObject", "[3]", kImage, "model.layers[0]", "object"},
        Fault{"UnknownKind", R"([{"kind": "conv"}])", kImage, "model.layers[0].kind",
              "convolution"},
        Fault{"UnknownMember", R"([{"kind": "relu"}, {"kind": "convolution", "channels": 3,
              "filters": 3}])",
              kImage, "model.layers[1].filters", "channels"},
        Fault{"Missing", R"([{"kind": "convolution"}])", kImage, "model.layers[0].channels",
              "missing"},
        Fault{"OutOfRange", R"([{"kind": "convolution", "channels": 3, "stride": 0}])", kImage,
              "model.layers[0].stride", "[1, 31]"},
        Fault{"WrongPadding", R"([{"kind": "convolution", "channels": 3, "padding": "valid"}])",
              kImage, "model.layers[0].padding", "valid"},
        Fault{"EvenSame", R"([{"kind": "convolution", "channels": 3, "kernel": 4}])", kImage,
              "convolution1", "odd kernel"},
        Fault{"Groups", R"([{"kind": "convolution", "channels": 4, "groups": 2}])", kImage, "3x8x8",
              "2 groups"},
        Fault{"TooLargeAWindow", R"([{"kind": "convolution", "channels": 4, "kernel": 9,
              "padding": 0}])",
              kImage, "9x9", "4x0x0"},
        Fault{"TooLargeAPool", R"([{"kind": "average_pooling", "kernel": 9}])", kImage,
              "average_pooling1", "3x8x8"},
        Fault{"LayersInPlaceOfRepeat", R"([{"repeat": 2}])", kImage, "model.layers[0].layers",
              "list"},
        Fault{"NestedPlace", R"([{"repeat": 2, "layers": [{"residual": [{"kind": "rleu"}]}]}])",
              kImage, "model.layers[0].layers[0].residual[0].kind", "rleu"},
        Fault{"WrongKindOfRepeat", R"([{"kind": "linear", "repeat": 2, "layers": []}])", kImage,
              "model.layers[0].kind", "repeat"},
        Fault{"Branches", R"([{"concat": []}])", kImage, "model.layers[0].concat", "lists"},
        Fault{"ResidualOfAnotherShape",
              R"([{"residual": [{"kind": "convolution", "channels": 4}], "name": "sum"}])", kImage,
              "layer sum: adds inputs of one shape", "4x8x8 and 3x8x8"},
        Fault{"BranchesOfOtherHeights", R"([{"concat": [[{"kind": "max_pooling"}], []]}])", kImage,
              "concat1", "3x4x4 and 3x8x8"},
        Fault{"UnknownInput", R"([{"kind": "relu", "name": "stem"},
              {"kind": "relu", "inputs": ["stm"]}])",
              kImage, "model.layers[1].inputs: there is no layer stm", "did you mean stem?"},
        Fault{"UnknownInputFarFromAll", R"([{"kind": "relu", "inputs": ["qqqqqqq"]}])", kImage,
              "there is no layer qqqqqqq", ""},
        Fault{"TwoInputs", R"([{"kind": "relu", "name": "a"},
              {"kind": "tanh", "inputs": ["a", "input"]}])",
              kImage, "model.layers[1].inputs", "one input"},
        Fault{"NoInputs", R"([{"kind": "add", "inputs": []}])", kImage, "model.layers[0].inputs",
              "not empty"},
        Fault{"TwoOfAName", R"([{"kind": "relu", "name": "a"}, {"kind": "relu", "name": "a"}])",
              kImage, "model.layers[1].name", "two layers a"},
        Fault{"BadName", R"([{"kind": "relu", "name": "2nd"}])", kImage, "model.layers[0].name",
              "2nd"},
        Fault{"ReservedName", R"([{"kind": "relu", "name": "input"}])", kImage,
              "model.layers[0].name", "input"},
        Fault{"Circle", R"([{"kind": "add", "inputs": ["input", "c"], "name": "a"},
              {"kind": "relu", "name": "b"}, {"kind": "relu", "name": "c"},
              {"kind": "flatten"}, {"kind": "linear"}])",
              kImage, "a circle: ", "a needs c needs b needs a"},
        Fault{"Itself", R"([{"kind": "relu", "inputs": ["a"], "name": "a"}])", kImage,
              "a circle: ", "a needs a"},
        Fault{"NobodysInput", R"([{"kind": "relu", "name": "lost"},
              {"kind": "flatten", "inputs": ["input"]}, {"kind": "linear"}])",
              kImage, "nothing takes the output of", "lost"},
        Fault{"EmbeddingOfPixels", R"([{"kind": "embedding", "features": 3}])", kImage,
              "embedding1", "3x8x8"},
        Fault{"LinearOfTokens", R"([{"kind": "linear"}])", kTokens, "linear1",
              "6 tokens: an embedding comes first"},
        Fault{"AttentionOfAVector", R"([{"kind": "attention"}])", kTable, "attention1",
              "length x features"},
        Fault{"BatchNormOfASequence",
              R"([{"kind": "embedding", "features": 3}, {"kind": "batch_norm"}])", kTokens,
              "normalisation1", "6x3"},
        Fault{"GroupsOfNormalisation", R"([{"kind": "group_norm", "groups": 2}])", kImage,
              "group_normalisation1", "2 groups"},
        Fault{"FewerChannels", R"([{"kind": "pad_channels", "channels": 2}])", kImage,
              "pad_channels1", "3x8x8"},
        Fault{"WrongEnd", R"([{"kind": "flatten"}, {"kind": "linear", "features": 9}])", kImage,
              "gives 9", "10 classes"},
        Fault{"TooManyLayers",
              R"([{"repeat": 1000, "layers": [{"repeat": 1000, "layers": [{"kind": "relu"}]}]}])",
              kImage, "more than 10000 layers", "model.layers[0]"}),
    [](const ::testing::TestParamInfo<Fault>& named) { return named.param.name; });

// A thousand million million repetitions, were they all made.
TEST(Graph, RepeatsNothingOnce) {
  json layers = json::array();
  for (int i = 0; i < 5; ++i) {
    layers = json::array({{{"repeat", 1000}, {"layers", layers}}});
  }
  layers.push_back({{"kind", "flatten"}});
  layers.push_back({{"kind", "linear"}});
  const auto model = describe_model({{"layers", layers}}, kImage, 10);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->layers.size(), 2U);
}

TEST(Graph, RefusesDeepNesting) {
  json layers = json::array({{{"kind", "relu"}}});
  for (int i = 0; i < 100; ++i) {
    layers = json::array({{{"residual", layers}}});
  }
  const auto model = describe_model({{"layers", layers}}, kImage, 10);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("nests too deep"));
}

}  // namespace
}  // namespace wattle::trainer
