// SPDX-License-Identifier: MIT
#include "trainer/model/graph.h"

#include <gmock/gmock.h>

#include "tests/trainer/model/graphs.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names(const ModelDescription& model) {
  std::vector<std::string> names;
  for (const Layer& layer : model.layers) {
    names.push_back(layer.name);
  }
  return names;
}

TEST(Graph, ChainsWhatIsWrittenInARow) {
  const auto model = describe(R"([{"kind": "convolution", "channels": 4}, {"kind": "relu"},
                                  {"kind": "max_pooling"}, {"kind": "flatten"},
                                  {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(names(*model),
              ElementsAre("convolution1", "activation1", "pooling1", "flatten1", "linear1"));
  EXPECT_THAT(model->layers[0].inputs, ElementsAre(kNetworkInput));
  EXPECT_THAT(model->layers[4].inputs, ElementsAre(3));
  EXPECT_EQ(model->parameters(), (27 + 1) * 4 + (64 + 1) * 10);
  EXPECT_EQ(model->macs(), 27 * 4 * 64 + 640);
  EXPECT_EQ(model->activation_bytes(), 4 * (256 + 256 + 64 + 64 + 10));
}

TEST(Graph, IsTheFamilyOfTheSameLayers) {
  const auto graph = describe(R"([{"kind": "convolution", "channels": 16}, {"kind": "relu"},
                                  {"kind": "max_pooling"},
                                  {"kind": "convolution", "channels": 32}, {"kind": "relu"},
                                  {"kind": "max_pooling"}, {"kind": "flatten"},
                                  {"kind": "linear", "features": 64}, {"kind": "relu"},
                                  {"kind": "linear"}])");
  const auto family = describe_model({{"family", "cnn"}}, kImage, 10);
  ASSERT_TRUE(graph && family);
  EXPECT_EQ(names(*graph), names(*family));
  EXPECT_EQ(graph->parameters(), family->parameters());
  EXPECT_EQ(graph->macs(), family->macs());
}

TEST(Graph, MayBeNamedAsAFamily) {
  EXPECT_TRUE(describe_model(
      json::parse(R"({"family": "graph", "layers": [{"kind": "flatten"}, {"kind": "linear"}]})"),
      kImage, 10));
}

TEST(Graph, AddsAResidualToItsInput) {
  const auto model = describe(R"([{"residual": [{"kind": "convolution", "channels": 3}]},
                                  {"kind": "flatten"}, {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->layers[1].kind, LayerKind::kAdd);
  EXPECT_THAT(model->layers[1].inputs, ElementsAre(0, kNetworkInput));
}

TEST(Graph, AddsAResidualToItsShortcut) {
  const auto model = describe(
      R"([{"residual": [{"kind": "convolution", "channels": 6, "stride": 2}],
           "shortcut": [{"kind": "convolution", "channels": 6, "kernel": 1, "stride": 2}]},
          {"kind": "flatten"}, {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(model->layers[2].inputs, ElementsAre(0, 1));
  EXPECT_EQ(model->layers[2].output, (Sizes{6, 4, 4}));
}

TEST(Graph, ConcatenatesBranches) {
  const auto model = describe(
      R"([{"concat": [[{"kind": "convolution", "channels": 4}], [],
                      [{"kind": "convolution", "channels": 2, "kernel": 1}]]},
          {"kind": "global_average_pooling"}, {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(model->layers[2].inputs, ElementsAre(0, kNetworkInput, 1));
  EXPECT_EQ(model->layers[2].output, (Sizes{9, 8, 8}));
}

TEST(Graph, RepeatsLayersWithTensorsOfTheirOwn) {
  const auto model = describe(R"([{"kind": "flatten"},
                   {"repeat": 3, "layers": [{"kind": "linear", "features": 7}, {"kind": "tanh"}]},
                   {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->parameters(), 193 * 7 + 2 * 8 * 7 + 8 * 10);
}

TEST(Graph, RepeatsNothingZeroTimes) {
  const auto model = describe(
      R"([{"kind": "flatten"}, {"repeat": 0, "layers": [{"kind": "relu"}]}, {"kind": "linear"}])");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->layers.size(), 2);
}

TEST(Graph, TakesInputsByName) {
  const auto model = describe(R"([{"kind": "convolution", "channels": 4, "name": "stem"},
                                  {"kind": "convolution", "channels": 4, "name": "again"},
                                  {"kind": "concat", "inputs": ["again", "input", "stem"]},
                                  {"kind": "flatten"}, {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(model->layers[2].inputs, ElementsAre(1, kNetworkInput, 0));
}

TEST(Graph, TakesInputsThatAreWrittenLater) {
  const auto model = describe(R"([{"kind": "flatten", "inputs": ["deep"]},
                                  {"kind": "linear", "name": "head"},
                                  {"kind": "convolution", "channels": 4, "name": "deep",
                                   "inputs": ["input"]},
                                  {"kind": "relu", "inputs": ["head"]}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(names(*model), ElementsAre("deep", "flatten1", "head", "activation1"));
}

TEST(Graph, NamesInARepetitionAreItsOwn) {
  const auto model = describe(
      R"([{"kind": "flatten"}, {"kind": "linear", "features": 4},
          {"repeat": 2, "layers": [{"kind": "linear", "features": 4, "name": "in"},
                                   {"kind": "relu", "name": "out"},
                                   {"kind": "add", "inputs": ["in", "out"]}]},
          {"kind": "add", "inputs": ["in_1", "out_2", "in_2"]}, {"kind": "concat",
           "inputs": ["add_two", "middle"], "name": "both"},
          {"kind": "linear", "features": 3, "inputs": ["out_1"], "name": "middle"},
          {"kind": "linear", "features": 3, "inputs": ["out_1"], "name": "add_two"},
          {"kind": "linear", "inputs": ["both"]}])");
  ASSERT_FALSE(model);  // the sums of the last repetition and behind it are nobody's input
  EXPECT_THAT(model.error().message, HasSubstr("nothing takes the output of"));
  const auto sound = describe(
      R"([{"kind": "flatten"}, {"kind": "linear", "features": 4},
          {"repeat": 2, "layers": [{"kind": "linear", "features": 4, "name": "in"},
                                   {"kind": "relu", "name": "out"},
                                   {"kind": "add", "inputs": ["in", "out"], "name": "sum"}]},
          {"kind": "concat", "inputs": ["sum_1", "sum_2"]}, {"kind": "linear"}])");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_THAT(names(*sound), ElementsAre("flatten1", "linear1", "in_1", "out_1", "sum_1", "in_2",
                                         "out_2", "sum_2", "concat1", "linear2"));
  EXPECT_THAT(sound->layers[7].inputs, ElementsAre(5, 6));
}

TEST(Graph, MadeUpNamesKeepClearOfGivenOnes) {
  const auto model = describe(
      R"([{"kind": "flatten"}, {"kind": "linear", "features": 4}, {"kind": "linear",
           "name": "linear1"}])");
  ASSERT_TRUE(model);
  EXPECT_THAT(names(*model), ElementsAre("flatten1", "linear2", "linear1"));
}

TEST(Graph, MasksWhatIsMadeOfTokens) {
  const auto model = describe(R"([{"kind": "embedding", "features": 8}, {"kind": "position"},
                                  {"kind": "attention", "heads": 2}, {"kind": "mean"},
                                  {"kind": "linear"}])",
                              kTokens);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_TRUE(model->layers[0].masked);
  EXPECT_TRUE(model->layers[2].masked);
  EXPECT_FALSE(model->layers[3].masked);
}

TEST(Graph, ReadsPixelsAsASequenceWithoutPadding) {
  const auto model = describe(R"([{"kind": "sequence"}, {"kind": "gru", "hidden": 6},
                                  {"kind": "linear"}])");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->layers[0].output, (Sizes{64, 3}));
  EXPECT_FALSE(model->layers[0].masked);
  EXPECT_EQ(model->layers[1].parameters, 3 * 6 * (3 + 6 + 2));
  EXPECT_EQ(model->layers[1].macs, 64 * 3 * 6 * (3 + 6));
}

struct Counted {
  std::string name;
  std::string layer;
  InputDescription input;
  Sizes output;
  std::int64_t parameters;
  std::int64_t macs;

  friend void PrintTo(const Counted& shown, std::ostream* out) { *out << shown.name; }
};

class CountedLayer : public ::testing::TestWithParam<Counted> {};

TEST_P(CountedLayer, HasItsShapeAndCounts) {
  const auto model =
      describe(("[" + GetParam().layer + R"(, {"kind": "flatten"}, {"kind": "linear"}])").c_str(),
               GetParam().input);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->layers[0].output, GetParam().output);
  EXPECT_EQ(model->layers[0].parameters, GetParam().parameters);
  EXPECT_EQ(model->layers[0].macs, GetParam().macs);
}

INSTANTIATE_TEST_SUITE_P(
    Layers, CountedLayer,
    ::testing::Values(
        Counted{"Strided",
                R"({"kind": "convolution", "channels": 4, "kernel": 5, "stride": 3})",
                kImage,
                {4, 3, 3},
                4 * 76,
                4 * 75 * 9},
        Counted{"Valid",
                R"({"kind": "convolution", "channels": 4, "padding": 0})",
                kImage,
                {4, 6, 6},
                4 * 28,
                4 * 27 * 36},
        Counted{"Dilated",
                R"({"kind": "convolution", "channels": 4, "dilation": 2, "padding": 0})",
                kImage,
                {4, 4, 4},
                4 * 28,
                4 * 27 * 16},
        Counted{"DilatedSame",
                R"({"kind": "convolution", "channels": 4, "dilation": 2})",
                kImage,
                {4, 8, 8},
                4 * 28,
                4 * 27 * 64},
        Counted{"Depthwise",
                R"({"kind": "convolution", "channels": 6, "groups": 3, "bias": false})",
                kImage,
                {6, 8, 8},
                6 * 9,
                6 * 9 * 64},
        Counted{"Even",
                R"({"kind": "convolution", "channels": 4, "kernel": 2, "padding": 1})",
                kImage,
                {4, 9, 9},
                4 * 13,
                4 * 12 * 81},
        Counted{"BatchNorm", R"({"kind": "batch_norm"})", kImage, {3, 8, 8}, 6, 0},
        Counted{"BatchNormOfAVector", R"({"kind": "batch_norm"})", kTable, {5}, 10, 0},
        Counted{"LayerNorm", R"({"kind": "layer_norm"})", kImage, {3, 8, 8}, 2 * 192, 0},
        Counted{"GroupNorm", R"({"kind": "group_norm", "groups": 3})", kImage, {3, 8, 8}, 6, 0},
        Counted{"Pooling",
                R"({"kind": "max_pooling", "kernel": 3, "stride": 2, "padding": 1})",
                kImage,
                {3, 4, 4},
                0,
                0},
        Counted{"AveragePooling",
                R"({"kind": "average_pooling", "kernel": 3})",
                kImage,
                {3, 2, 2},
                0,
                0},
        Counted{"GlobalPooling", R"({"kind": "global_average_pooling"})", kImage, {3}, 0, 0},
        Counted{
            "PadChannels", R"({"kind": "pad_channels", "channels": 8})", kImage, {8, 8, 8}, 0, 0},
        Counted{
            "Linear", R"({"kind": "linear", "features": 4, "bias": false})", kTable, {4}, 20, 20},
        Counted{"Embedding", R"({"kind": "embedding", "features": 4})", kTokens, {6, 4}, 200, 0}),
    [](const ::testing::TestParamInfo<Counted>& named) { return named.param.name; });

TEST(CountedSequence, AttentionAndLinearOnEachPosition) {
  const auto model = describe(R"([{"kind": "embedding", "features": 8},
                                  {"kind": "linear", "features": 4}, {"kind": "layer_norm"},
                                  {"kind": "position"}, {"kind": "attention", "heads": 2},
                                  {"kind": "lstm", "hidden": 3, "bidirectional": true,
                                   "output": "sequence"},
                                  {"kind": "flatten"}, {"kind": "linear"}])",
                              kTokens);
  ASSERT_TRUE(model) << model.error().message;
  const auto& layers = model->layers;
  EXPECT_EQ(layers[1].macs, 6 * 8 * 4);
  EXPECT_EQ(layers[2].parameters, 2 * 4);
  EXPECT_EQ(layers[3].parameters, 6 * 4);
  EXPECT_EQ(layers[4].parameters, 4 * 4 * 5);
  EXPECT_EQ(layers[4].macs, 4 * 6 * 16 + 2 * 36 * 4);
  EXPECT_EQ(layers[4].activations, 24 + 3 * 24 + 2 * 36);
  EXPECT_EQ(layers[5].output, (Sizes{6, 6}));
  EXPECT_EQ(layers[5].activations, 36 + 6 * 2 * (4 * 3 + 3));
}

}  // namespace
}  // namespace wattle::trainer
