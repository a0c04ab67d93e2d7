// SPDX-License-Identifier: MIT
#include "trainer/model/families.h"

#include <gmock/gmock.h>

#include <set>

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kClasses = 10;
const InputDescription kFashion{InputKind::kImage, {1, 28, 28}, 0};
const InputDescription kCifar{InputKind::kImage, {3, 32, 32}, 0};
const InputDescription kDigits{InputKind::kImage, {1, 8, 8}, 0};

std::vector<std::int64_t> linear_outputs(const ModelDescription& model) {
  std::vector<std::int64_t> outputs;
  for (const Layer& layer : model.layers) {
    if (layer.kind == LayerKind::kLinear) {
      outputs.push_back(layer.output[0]);
    }
  }
  return outputs;
}

struct Published {
  std::string name;
  std::string family;
  InputDescription input;
  std::int64_t parameters;
  std::int64_t macs;

  friend void PrintTo(const Published& shown, std::ostream* out) { *out << shown.name; }
};

class PublishedNetwork : public ::testing::TestWithParam<Published> {};

// Parameters and the convolutional MACs as published with [Yarally2023]; MACs of the dense networks
// are the sums of input times output.
TEST_P(PublishedNetwork, HasThePublishedSize) {
  const auto model =
      describe_model(json{{"family", GetParam().family}}, GetParam().input, kClasses);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->parameters(), GetParam().parameters);
  EXPECT_EQ(model->macs(), GetParam().macs);
}

INSTANTIATE_TEST_SUITE_P(
    Yarally, PublishedNetwork,
    ::testing::Values(Published{"DensePoly", "dense_poly", kFashion, 386718,
                                784 * 392 + 392 * 196 + 196 * 10},
                      Published{"DenseLinear", "dense_linear", kFashion, 548893,
                                784 * 522 + 522 * 261 + 261 * 10},
                      Published{"SimpleCnn", "simple_cnn", kFashion, 252568, 320460},
                      Published{"SimpleCnnColour", "simple_cnn", kCifar, 3846388, 4650240}),
    [](const ::testing::TestParamInfo<Published>& named) { return named.param.name; });

TEST(DensePoly, HalvesDownToTheNumberOfChannels) {
  const auto model =
      describe_model(json{{"family", "dense_poly"}, {"layers", 12}}, kCifar, kClasses);
  ASSERT_TRUE(model);
  EXPECT_EQ(linear_outputs(*model),
            (std::vector<std::int64_t>{1536, 768, 384, 192, 96, 48, 24, 12, 6, 3, 3, 10}));
}

TEST(DenseLinear, FallsInEqualSteps) {
  const auto model =
      describe_model(json{{"family", "dense_linear"}, {"layers", 7}}, kFashion, kClasses);
  ASSERT_TRUE(model);
  EXPECT_EQ(linear_outputs(*model), (std::vector<std::int64_t>{672, 560, 448, 336, 224, 112, 10}));
}

TEST(SimpleCnn, ScalesWithItsWidth) {
  const auto model = describe_model(
      json{{"family", "simple_cnn"}, {"width", 5}, {"convolutions", 2}}, kFashion, kClasses);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->layers[0].output, (Sizes{5, 28, 28}));
  EXPECT_EQ(model->layers[4].output, (Sizes{15, 14, 14}));
}

TEST(SimpleCnn, HasNoActivationWhenToldSo) {
  const auto model =
      describe_model(json{{"family", "simple_cnn"}, {"activation", "none"}}, kFashion, kClasses);
  ASSERT_TRUE(model);
  for (const Layer& layer : model->layers) {
    EXPECT_NE(layer.kind, LayerKind::kActivation);
  }
}

TEST(Mlp, StacksLinearActivationAndDropout) {
  const auto model = describe_model(
      json{{"family", "mlp"}, {"hidden", {32, 16}}, {"activation", "gelu"}, {"dropout", 0.1}},
      kDigits, kClasses);
  ASSERT_TRUE(model);
  std::vector<std::string> names;
  for (const Layer& layer : model->layers) {
    names.push_back(layer.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"flatten1", "linear1", "activation1", "dropout1",
                                             "linear2", "activation2", "dropout2", "linear3"}));
  EXPECT_EQ(model->parameters(), 65 * 32 + 33 * 16 + 17 * 10);
  EXPECT_EQ(model->macs(), 64 * 32 + 32 * 16 + 16 * 10);
}

TEST(Mlp, WithoutHiddenLayersIsALinearClassifier) {
  const auto model =
      describe_model(json{{"family", "mlp"}, {"hidden", json::array()}}, kDigits, kClasses);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->parameters(), 650);
}

TEST(Cnn, CountsItsLayers) {
  const auto model =
      describe_model(json{{"family", "cnn"}, {"batch_norm", true}}, kFashion, kClasses);
  ASSERT_TRUE(model);
  const std::int64_t flat = std::int64_t{32} * 7 * 7;
  EXPECT_EQ(model->parameters(),
            (16 * 9 + 16) + 32 + (32 * 16 * 9 + 32) + 64 + (flat + 1) * 64 + 650);
  EXPECT_EQ(model->macs(), 16 * 9 * 784 + 32 * 16 * 9 * 196 + flat * 64 + 640);
}

TEST(Description, NamesAreUniqueAndShapesChain) {
  const auto model = describe_model(json{{"family", "simple_cnn"}}, kCifar, kClasses);
  ASSERT_TRUE(model);
  std::set<std::string> names;
  Sizes current = model->input.shape;
  for (const Layer& layer : model->layers) {
    names.insert(layer.name);
    EXPECT_EQ(layer.input, current);
    current = layer.output;
  }
  EXPECT_EQ(names.size(), model->layers.size());
}

struct Fault {
  std::string name;
  json model;
  std::string first;
  std::string second;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class FaultyModel : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyModel, IsRefusedWithItsLayerOrMember) {
  const auto model = describe_model(GetParam().model, kDigits, kClasses);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(model.error().message,
              AllOf(HasSubstr(GetParam().first), HasSubstr(GetParam().second)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyModel,
    ::testing::Values(
        Fault{"NoFamily", json(), "model.family", "mlp"},
        Fault{"UnknownFamily", {{"family", "mpl"}}, "\"mpl\"", "dense_poly"},
        Fault{"UnknownMember", {{"family", "mlp"}, {"widths", {3}}}, "model.widths", "hidden"},
        Fault{"ZeroWidth", {{"family", "mlp"}, {"hidden", {0}}}, "model.hidden", "[1, "},
        Fault{"CertainDropout", {{"family", "mlp"}, {"dropout", 1.0}}, "model.dropout", "[0, 1)"},
        Fault{"EvenKernel", {{"family", "cnn"}, {"kernel", 4}}, "layer convolution1", "1x8x8"},
        Fault{"PooledAway",
              {{"family", "cnn"}, {"channels", {4, 4, 4, 4}}},
              "layer pooling4",
              "4x1x1"},
        Fault{"MoreLinearLayersThanPixels",
              {{"family", "dense_linear"}, {"layers", 64}, {"activation", "swish"}},
              "model.activation",
              "swish"},
        Fault{"TooLarge",
              {{"family", "cnn"}, {"channels", {1000000, 1000000}}},
              "layer convolution2",
              "1000000x4x4"}),
    [](const ::testing::TestParamInfo<Fault>& named) { return named.param.name; });

TEST(Description, RefusesALastLayerThatDoesNotMatchTheClasses) {
  DescriptionBuilder builder(kDigits);
  builder.flatten();
  builder.linear(7);
  const auto model = builder.finish(kClasses);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, AllOf(HasSubstr("7"), HasSubstr("10 classes")));
}

TEST(Description, RefusesALinearLayerOnAnImage) {
  DescriptionBuilder builder(kDigits);
  builder.linear(7);
  const auto model = builder.finish(kClasses);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, AllOf(HasSubstr("linear1"), HasSubstr("1x8x8")));
}

TEST(Description, RefusesAConvolutionOnAVector) {
  DescriptionBuilder builder(kDigits);
  builder.flatten();
  builder.convolution(4, 3);
  const auto model = builder.finish(kClasses);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, AllOf(HasSubstr("convolution1"), HasSubstr("64")));
}

}  // namespace
}  // namespace wattle::trainer
