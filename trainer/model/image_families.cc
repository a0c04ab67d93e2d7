// SPDX-License-Identifier: MIT
// Families of convolutional networks with one plan from end to end.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "trainer/model/family_builders.h"

namespace wattle::trainer {
namespace {

/// Convolutions in each of the five stages of a VGG network with so many weighted layers
/// [Simonyan2015, Table 1: A, B, D, E].
const std::map<std::int64_t, std::array<int, 5>>& vgg_stages() {
  static const std::map<std::int64_t, std::array<int, 5>> stages = {
      {11, {1, 1, 2, 2, 2}}, {13, {2, 2, 2, 2, 2}}, {16, {2, 2, 3, 3, 3}}, {19, {2, 2, 4, 4, 4}}};
  return stages;
}

constexpr std::int64_t kMostVggDoublings = 3;

void add_vgg_stage(DescriptionBuilder& builder, std::int64_t channels, int convolutions,
                   bool normalise) {
  for (int i = 0; i < convolutions; ++i) {
    builder.convolution(channels, 3);
    if (normalise) {
      builder.batch_normalisation();
    }
    builder.activation(Activation::kRelu);
  }
  const Sizes& shape = builder.shape();
  if (shape.size() == 3 && shape[1] >= 2 && shape[2] >= 2) {
    builder.max_pooling();
  }
}

/// Two 3x3 convolutions and what goes around them [He2016, Fig. 2 and Section 4.2].
void add_residual_block(DescriptionBuilder& builder, std::int64_t channels, std::int64_t stride,
                        bool projected) {
  const int before = builder.current();
  const bool same = stride == 1 && builder.shape().front() == channels;
  add_convolution_block(builder, {.channels = channels, .stride = stride});
  add_convolution_block(builder, {.channels = channels, .activation = Activation::kNone});
  const int way = builder.current();
  builder.go_to(before);
  if (!same && projected) {
    add_convolution_block(
        builder,
        {.channels = channels, .kernel = 1, .stride = stride, .activation = Activation::kNone});
  } else if (!same) {
    // Every other pixel as it is, and zeros for the new channels: no parameters.
    builder.add({.kind = LayerKind::kPooling, .kernel = 1, .stride = stride});
    builder.add({.kind = LayerKind::kPadChannels, .features = channels});
  }
  builder.add({.kind = LayerKind::kAdd}, {way, builder.current()});
  builder.activation(Activation::kRelu);
}

/// To the nearest multiple of 8, but not below nine tenths of what was asked for: the rule of the
/// network's authors.
std::int64_t rounded_channels(double channels) {
  constexpr double kMultiple = 8.0;
  double rounded = std::max(kMultiple, std::floor(channels / kMultiple + 0.5) * kMultiple);
  if (rounded < 0.9 * channels) {
    rounded += kMultiple;
  }
  return static_cast<std::int64_t>(rounded);
}

/// Widened by 1x1, filtered channel by channel, narrowed again; added to its input where the shape
/// is the same [Sandler2018, Table 1].
void add_inverted_residual(DescriptionBuilder& builder, std::int64_t expansion,
                           std::int64_t channels, std::int64_t stride) {
  const int before = builder.current();
  const std::int64_t narrow = builder.shape().front();
  if (expansion > 1) {
    add_convolution_block(
        builder, {.channels = narrow * expansion, .kernel = 1, .activation = Activation::kRelu6});
  }
  add_convolution_block(builder, {.channels = narrow * expansion,
                                  .stride = stride,
                                  .groups = narrow * expansion,
                                  .activation = Activation::kRelu6});
  add_convolution_block(builder,
                        {.channels = channels, .kernel = 1, .activation = Activation::kNone});
  if (stride == 1 && narrow == channels) {
    builder.add({.kind = LayerKind::kAdd}, {before, builder.current()});
  }
}

struct InvertedStage {
  std::int64_t expansion, channels, blocks, stride;
};

// [Sandler2018, Table 2]
constexpr std::array<InvertedStage, 7> kInvertedStages = {{{1, 16, 1, 1},
                                                           {6, 24, 2, 2},
                                                           {6, 32, 3, 2},
                                                           {6, 64, 4, 2},
                                                           {6, 96, 3, 1},
                                                           {6, 160, 3, 2},
                                                           {6, 320, 1, 1}}};
constexpr double kInvertedStem = 32.0;
constexpr double kInvertedHead = 1280.0;

}  // namespace

void build_vgg(FieldReader& reader, const InputDescription&, std::int64_t outputs,
               DescriptionBuilder& builder) {
  const std::int64_t width = reader.integer("width", 16, kWidth);
  const std::int64_t depth = reader.integer("depth", 11, kDepth);
  const std::vector<std::int64_t> hidden = reader.integers("hidden", {128}, kWidth);
  const bool normalise = reader.boolean("batch_norm", true);
  const double dropout = reader.real("dropout", 0.5, kProbability);
  const auto stages = vgg_stages().find(depth);
  if (stages == vgg_stages().end()) {
    return reader.reject("depth", std::to_string(depth) + " is none of 11, 13, 16, 19");
  }
  for (std::int64_t i = 0; i < 5; ++i) {
    add_vgg_stage(builder, width << std::min(i, kMostVggDoublings),
                  stages->second[static_cast<std::size_t>(i)], normalise);
  }
  builder.flatten();
  for (const std::int64_t size : hidden) {
    builder.linear(size);
    builder.activation(Activation::kRelu);
    builder.dropout(dropout);
  }
  builder.linear(outputs);
}

void build_resnet(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                  DescriptionBuilder& builder) {
  constexpr std::int64_t kLayersEachBlockOfAllStages = 6;
  constexpr std::int64_t kLayersAround = 2;
  const std::int64_t width = reader.integer("width", 16, kWidth);
  const std::int64_t depth = reader.integer("depth", 8, {8.0, 1202.0});
  const bool projected =
      reader.choice("shortcut", "identity", {"identity", "projection"}) == "projection";
  if ((depth - kLayersAround) % kLayersEachBlockOfAllStages != 0) {
    return reader.reject("depth", std::to_string(depth) + " is not 6 n + 2: 8, 14, 20, 26, ...");
  }
  const std::int64_t blocks = (depth - kLayersAround) / kLayersEachBlockOfAllStages;
  add_convolution_block(builder, {.channels = width});
  for (std::int64_t stage = 0; stage < 3 && builder.sound(); ++stage) {
    for (std::int64_t block = 0; block < blocks && builder.sound(); ++block) {
      add_residual_block(builder, width << stage, stage > 0 && block == 0 ? 2 : 1, projected);
    }
  }
  add_pooled_classifier(builder, 0.0, outputs);
}

void build_mobilenet_v2(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                        DescriptionBuilder& builder) {
  const double width = reader.real("width", 0.25, {0.0, 16.0, true, false});
  const double depth = reader.real("depth", 1.0, {0.0, 16.0, true, false});
  const double dropout = reader.real("dropout", 0.2, kProbability);
  const auto fitting = [&](std::int64_t stride) { return stride_that_fits(builder, stride); };
  add_convolution_block(builder, {.channels = rounded_channels(kInvertedStem * width),
                                  .stride = fitting(2),
                                  .activation = Activation::kRelu6});
  for (const InvertedStage& stage : kInvertedStages) {
    const auto blocks = std::ceil(depth * static_cast<double>(stage.blocks));
    const std::int64_t channels = rounded_channels(static_cast<double>(stage.channels) * width);
    for (double block = 0.0; block < blocks && builder.sound(); ++block) {
      add_inverted_residual(builder, stage.expansion, channels,
                            block == 0.0 ? fitting(stage.stride) : 1);
    }
  }
  add_convolution_block(builder,
                        {.channels = rounded_channels(kInvertedHead * std::max(1.0, width)),
                         .kernel = 1,
                         .activation = Activation::kRelu6});
  add_pooled_classifier(builder, dropout, outputs);
}

}  // namespace wattle::trainer
