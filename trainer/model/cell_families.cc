// SPDX-License-Identifier: MIT
// Families of depthwise separable convolutions: Xception and NASNet-A.
#include <algorithm>
#include <utility>
#include <vector>

#include "trainer/model/family_builders.h"

namespace wattle::trainer {
namespace {

struct Separable {
  std::int64_t channels = 1;
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
};

/// One filter a channel, then a 1x1 convolution across them, then batch normalisation.
void add_separable(DescriptionBuilder& builder, const Separable& block) {
  const std::int64_t channels = builder.shape().front();
  builder.add({.kind = LayerKind::kConvolution,
               .features = channels,
               .kernel = block.kernel,
               .stride = block.stride,
               .padding = kSamePadding,
               .groups = channels,
               .bias = false});
  add_convolution_block(builder,
                        {.channels = block.channels, .kernel = 1, .activation = Activation::kNone});
}

/// Adds a way behind `from` and returns its end.
template <class Build>
int way(DescriptionBuilder& builder, int from, Build&& build) {
  builder.go_to(from);
  build();
  return builder.current();
}

void add_projection(DescriptionBuilder& builder, std::int64_t channels, std::int64_t stride) {
  add_convolution_block(
      builder,
      {.channels = channels, .kernel = 1, .stride = stride, .activation = Activation::kNone});
}

// Channels of [Chollet2017, Fig. 5] in 32nds of the stem's.
constexpr std::int64_t kXceptionStem = 32;
constexpr std::int64_t kXceptionMiddle = 728;

/// Two separable convolutions and a maximum of every other pixel, beside a strided 1x1 convolution.
void add_xception_reduction(DescriptionBuilder& builder, std::int64_t first, std::int64_t second,
                            bool activated) {
  const int before = builder.current();
  const std::int64_t stride = stride_that_fits(builder, 2);
  const int filtered = way(builder, before, [&] {
    if (activated) {
      builder.activation(Activation::kRelu);
    }
    add_separable(builder, {.channels = first});
    builder.activation(Activation::kRelu);
    add_separable(builder, {.channels = second});
    builder.add({.kind = LayerKind::kPooling, .kernel = 3, .stride = stride, .padding = 1});
  });
  const int projected = way(builder, before, [&] { add_projection(builder, second, stride); });
  builder.add({.kind = LayerKind::kAdd}, {filtered, projected});
}

void add_xception_middle(DescriptionBuilder& builder, std::int64_t channels) {
  const int before = builder.current();
  for (int i = 0; i < 3; ++i) {
    builder.activation(Activation::kRelu);
    add_separable(builder, {.channels = channels});
  }
  builder.add({.kind = LayerKind::kAdd}, {before, builder.current()});
}

/// The two last outputs, which every cell of a NASNet takes; the older one may be missing.
struct CellInputs {
  int now = kNetworkInput;
  int before = kNetworkInput;
};

/// NASNet-A's cells [Zoph2018, Fig. 4]. `channels` is the number of filters of each operation.
class NasnetCells {
 public:
  explicit NasnetCells(DescriptionBuilder& builder) : builder_(builder) {}

  void normal(CellInputs& inputs, std::int64_t channels) {
    const int p = adjusted(inputs, channels);
    const int h = squeezed(inputs.now, channels);
    const std::vector<int> parts = {
        p,
        sum({separable(h, channels, 5), separable(p, channels, 3)}),
        sum({separable(p, channels, 5), separable(p, channels, 3)}),
        sum({average(h), p}),
        sum({average(p), average(p)}),
        sum({separable(h, channels, 3), h}),
    };
    inputs = {builder_.add({.kind = LayerKind::kConcat}, parts), inputs.now};
  }

  /// As published, the operations that read the cell's inputs have stride 2, where that fits.
  void reduction(CellInputs& inputs, std::int64_t channels) {
    const int p = adjusted(inputs, channels);
    const int h = squeezed(inputs.now, channels);
    const std::int64_t stride = stride_that_fits(builder_, 2);
    const int one = sum({separable(h, channels, 5, stride), separable(p, channels, 7, stride)});
    const int two =
        sum({pooled(h, LayerKind::kPooling, stride), separable(p, channels, 7, stride)});
    const int three =
        sum({pooled(h, LayerKind::kAveragePooling, stride), separable(p, channels, 5, stride)});
    const int four = sum({average(one), two});
    const int five = sum({separable(one, channels, 3), pooled(h, LayerKind::kPooling, stride)});
    inputs = {builder_.add({.kind = LayerKind::kConcat}, {two, three, four, five}), inputs.now};
  }

 private:
  /// Takes its ends in braces: the arguments of a function are built in no certain order.
  int sum(std::vector<int> ends) {
    return builder_.add({.kind = LayerKind::kAdd}, std::move(ends));
  }

  int separable(int from, std::int64_t channels, std::int64_t kernel, std::int64_t stride = 1) {
    return way(builder_, from, [&] {
      builder_.activation(Activation::kRelu);
      add_separable(builder_, {.channels = channels, .kernel = kernel, .stride = stride});
      builder_.activation(Activation::kRelu);
      add_separable(builder_, {.channels = channels, .kernel = kernel});
    });
  }

  int pooled(int from, LayerKind kind, std::int64_t stride) {
    return builder_.add({.kind = kind, .kernel = 3, .stride = stride, .padding = 1}, {from});
  }
  int average(int from) { return pooled(from, LayerKind::kAveragePooling, 1); }

  int squeezed(int from, std::int64_t channels, std::int64_t stride = 1) {
    return way(builder_, from, [&] {
      builder_.activation(Activation::kRelu);
      add_projection(builder_, channels, stride);
    });
  }

  /// The older input with the newer one's height and width, and the cell's channels. Where it is
  /// larger, one strided 1x1 convolution stands for the published pair of half as many channels,
  /// whose grids are one pixel apart: as many parameters and MACs.
  int adjusted(const CellInputs& inputs, std::int64_t channels) {
    if (inputs.before == kNetworkInput) {
      return inputs.now;
    }
    builder_.go_to(inputs.now);
    const Sizes now = builder_.shape();
    builder_.go_to(inputs.before);
    const Sizes before = builder_.shape();
    const bool smaller = now.size() == 3 && before.size() == 3 && now[1] < before[1];
    return before.front() == channels && !smaller
               ? inputs.before
               : squeezed(inputs.before, channels, smaller ? 2 : 1);
  }

  DescriptionBuilder& builder_;
};

// As published for photographs of 224 pixels; below this side the stem for small images is used.
constexpr std::int64_t kPhotograph = 96;
constexpr std::int64_t kPhotographStem = 32;
constexpr std::int64_t kSmallStem = 3;  ///< times the width

void add_nasnet_stem(DescriptionBuilder& builder, NasnetCells& cells, CellInputs& inputs,
                     std::int64_t width) {
  const bool photograph = builder.shape().size() == 3 && builder.shape()[1] >= kPhotograph;
  add_convolution_block(builder, {.channels = photograph ? kPhotographStem : kSmallStem * width,
                                  .stride = photograph ? 2 : 1,
                                  .activation = Activation::kNone});
  inputs.now = builder.current();
  inputs.before = photograph ? kNetworkInput : inputs.now;
  if (photograph) {
    cells.reduction(inputs, std::max<std::int64_t>(width / 4, 1));
    cells.reduction(inputs, std::max<std::int64_t>(width / 2, 1));
  }
}

}  // namespace

void build_xception(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                    DescriptionBuilder& builder) {
  const std::int64_t width = reader.integer("width", 8, kWidth);
  const std::int64_t depth = reader.integer("depth", 2, kDepth);
  const double dropout = reader.real("dropout", 0.0, kProbability);
  const auto scaled = [&](std::int64_t channels) {
    return std::max<std::int64_t>(width * channels / kXceptionStem, 1);
  };
  add_convolution_block(builder, {.channels = scaled(32), .stride = stride_that_fits(builder, 2)});
  add_convolution_block(builder, {.channels = scaled(64)});
  add_xception_reduction(builder, scaled(128), scaled(128), false);
  add_xception_reduction(builder, scaled(256), scaled(256), true);
  add_xception_reduction(builder, scaled(kXceptionMiddle), scaled(kXceptionMiddle), true);
  for (std::int64_t i = 0; i < depth && builder.sound(); ++i) {
    add_xception_middle(builder, scaled(kXceptionMiddle));
  }
  add_xception_reduction(builder, scaled(kXceptionMiddle), scaled(1024), true);
  for (const std::int64_t channels : {1536, 2048}) {
    add_separable(builder, {.channels = scaled(channels)});
    builder.activation(Activation::kRelu);
  }
  add_pooled_classifier(builder, dropout, outputs);
}

void build_nasnet(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                  DescriptionBuilder& builder) {
  const std::int64_t width = reader.integer("width", 8, kWidth);
  const std::int64_t depth = reader.integer("depth", 1, kDepth);
  const double dropout = reader.real("dropout", 0.0, kProbability);
  NasnetCells cells(builder);
  CellInputs inputs;
  add_nasnet_stem(builder, cells, inputs, width);
  for (int stage = 0; stage < 3; ++stage) {
    if (stage > 0) {
      cells.reduction(inputs, width << stage);
    }
    for (std::int64_t i = 0; i < depth && builder.sound(); ++i) {
      cells.normal(inputs, width << stage);
    }
  }
  builder.activation(Activation::kRelu);
  add_pooled_classifier(builder, dropout, outputs);
}

}  // namespace wattle::trainer
