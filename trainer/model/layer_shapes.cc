// SPDX-License-Identifier: MIT
#include "trainer/model/layer_shapes.h"

#include <algorithm>
#include <utility>

namespace wattle::trainer {
namespace {

using Complaint = std::optional<std::string>;

// Far above what a machine can hold, and low enough that sums over layers stay within 64 bits.
constexpr double kMostParameters = 0x1p36;
constexpr double kMostOutputs = 0x1p30;
constexpr double kMostMacs = 0x1p46;
constexpr std::int64_t kLstmGates = 4;
constexpr std::int64_t kGruGates = 3;

double real(std::int64_t value) { return static_cast<double>(value); }

double real_product(const Sizes& sizes) {
  double product = 1.0;
  for (const std::int64_t size : sizes) {
    product *= real(size);
  }
  return product;
}

/// Sets the output and its counts, unless they are beyond counting. The products are taken in
/// floating point first, which cannot overflow.
Complaint give(Layer& layer, Sizes output, double parameters, double macs, double inside = 0.0) {
  const bool empty = std::any_of(output.begin(), output.end(), [](auto size) { return size < 1; });
  if (empty || real_product(output) + inside > kMostOutputs || parameters > kMostParameters ||
      macs > kMostMacs) {
    return "input " + sizes_text(layer.input) + " cannot make output " + sizes_text(output);
  }
  layer.output = std::move(output);
  layer.parameters = static_cast<std::int64_t>(parameters);
  layer.macs = static_cast<std::int64_t>(macs);
  layer.activations = product(layer.output) + static_cast<std::int64_t>(inside);
  return {};
}

std::string window(const Layer& layer) {
  const std::string side = std::to_string(layer.kernel);
  return side + "x" + side;
}

/// Side of what a window that walks over `side` leaves.
std::int64_t walked(std::int64_t side, const Layer& layer) {
  const std::int64_t span = layer.dilation * (layer.kernel - 1) + 1;
  const std::int64_t room = side + 2 * layer.padding - span;
  return room < 0 ? 0 : room / layer.stride + 1;
}

Complaint fit_convolution(Layer& layer) {
  const std::string shape = std::to_string(layer.features) + " channels of kernel " + window(layer);
  if (layer.input.size() != 3) {
    return shape + " want a channels x height x width input, got " + sizes_text(layer.input);
  }
  const std::int64_t channels = layer.input[0];
  if (layer.padding == kSamePadding) {
    if (layer.kernel < 1 || layer.kernel % 2 == 0) {
      return shape + " on input " + sizes_text(layer.input) +
             ": only an odd kernel keeps height and width";
    }
    layer.padding = layer.dilation * (layer.kernel / 2);
  }
  if (channels % layer.groups != 0 || layer.features % layer.groups != 0) {
    return shape + " on input " + sizes_text(layer.input) + " do not fall into " +
           std::to_string(layer.groups) + " groups";
  }
  const Sizes output = {layer.features, walked(layer.input[1], layer),
                        walked(layer.input[2], layer)};
  const double weights =
      real(layer.features) * real(channels / layer.groups) * real(layer.kernel * layer.kernel);
  const auto complaint = give(layer, output, weights + (layer.bias ? real(layer.features) : 0.0),
                              weights * real(output[1]) * real(output[2]));
  return complaint ? shape + " on " + *complaint : complaint;
}

Complaint fit_pooling(Layer& layer) {
  if (layer.input.size() == 3) {
    const Sizes output = {layer.input[0], walked(layer.input[1], layer),
                          walked(layer.input[2], layer)};
    if (output[1] > 0 && output[2] > 0 && 2 * layer.padding <= layer.kernel) {
      return give(layer, output, 0.0, 0.0);
    }
  }
  return "a " + window(layer) + " window with padding " + std::to_string(layer.padding) +
         " does not fit into input " + sizes_text(layer.input);
}

Complaint fit_linear(Layer& layer) {
  if (layer.input.size() > 2) {
    return "wants a vector or a sequence; input " + sizes_text(layer.input) +
           " cannot make output " + std::to_string(layer.features);
  }
  Sizes output = layer.input;
  output.back() = layer.features;
  const double weights = real(layer.input.back()) * real(layer.features);
  return give(layer, output, weights + (layer.bias ? real(layer.features) : 0.0),
              weights * real(product(layer.input) / layer.input.back()));
}

Complaint fit_normalisation(Layer& layer) {
  if (layer.kind == LayerKind::kLayerNormalisation) {
    const std::int64_t scaled = layer.input.size() == 2 ? layer.input.back() : product(layer.input);
    return give(layer, layer.input, 2.0 * real(scaled), 0.0);
  }
  if (layer.input.size() == 2) {
    return "wants channels x height x width or a vector; input " + sizes_text(layer.input) +
           " is a sequence, for which there is layer normalisation";
  }
  if (layer.kind == LayerKind::kGroupNormalisation && layer.input[0] % layer.groups != 0) {
    return "the channels of input " + sizes_text(layer.input) + " do not fall into " +
           std::to_string(layer.groups) + " groups";
  }
  layer.needs_batch =
      layer.kind == LayerKind::kNormalisation && product(layer.input) == layer.input[0];
  return give(layer, layer.input, 2.0 * real(layer.input[0]), 0.0);
}

Complaint want_sequence(const Layer& layer) {
  return layer.input.size() == 2
             ? Complaint()
             : "wants a length x features sequence, got input " + sizes_text(layer.input);
}

Complaint fit_recurrent(Layer& layer) {
  if (auto complaint = want_sequence(layer)) {
    return complaint;
  }
  const double hidden = real(layer.features);
  const double gates =
      (layer.kind == LayerKind::kLstm ? real(kLstmGates) : real(kGruGates)) * hidden;
  const double length = real(layer.input[0]);
  const double ways = real(directions(layer));
  double parameters = 0.0;
  double macs = 0.0;
  for (std::int64_t i = 0; i < layer.layers; ++i) {
    const double inputs = i == 0 ? real(layer.input[1]) : ways * hidden;
    parameters += ways * gates * (inputs + hidden + 2.0);
    macs += ways * length * gates * (inputs + hidden);
  }
  const std::int64_t features = layer.features * directions(layer);
  const double inside = real(layer.layers) * ways * length * (gates + hidden);
  return give(layer, layer.whole_sequence ? Sizes{layer.input[0], features} : Sizes{features},
              parameters, macs, inside);
}

Complaint fit_attention(Layer& layer) {
  if (auto complaint = want_sequence(layer)) {
    return complaint;
  }
  if (layer.input[1] % layer.heads != 0) {
    return "the features of input " + sizes_text(layer.input) + " do not fall into " +
           std::to_string(layer.heads) + " heads";
  }
  const double length = real(layer.input[0]);
  const double size = real(layer.input[1]);
  return give(layer, layer.input, 4.0 * size * (size + 1.0),
              4.0 * length * size * size + 2.0 * length * length * size,
              3.0 * length * size + real(layer.heads) * length * length);
}

Complaint fit_embedding(Layer& layer, const LayerInputs& inputs) {
  if (!inputs.tokens) {
    return "wants the tokens that the network is fed, got input " + sizes_text(layer.input);
  }
  layer.vocabulary = inputs.vocabulary;
  return give(layer, {layer.input[0], layer.features},
              real(inputs.vocabulary) * real(layer.features), 0.0);
}

Complaint fit_pad_channels(Layer& layer) {
  if (layer.input.size() != 3 || layer.features < layer.input[0]) {
    return "input " + sizes_text(layer.input) + " cannot be filled up to " +
           std::to_string(layer.features) + " channels";
  }
  return give(layer, {layer.features, layer.input[1], layer.input[2]}, 0.0, 0.0);
}

Complaint fit_add(Layer& layer, const LayerInputs& inputs) {
  for (const Sizes& shape : inputs.shapes) {
    if (shape != layer.input) {
      return "adds inputs of one shape, got " + sizes_text(layer.input) + " and " +
             sizes_text(shape);
    }
  }
  return give(layer, layer.input, 0.0, 0.0);
}

/// Channels one after the other, or features.
Complaint fit_concat(Layer& layer, const LayerInputs& inputs) {
  Sizes output = layer.input;
  const std::size_t along = output.size() == 2 ? 1 : 0;
  output[along] = 0;
  for (const Sizes& shape : inputs.shapes) {
    Sizes others = shape;
    if (shape.size() == output.size()) {
      others[along] = output[along];
    }
    if (others != output) {
      return "concatenates inputs that differ in their " +
             std::string(output.size() == 3 ? "channels" : "features") + " alone, got " +
             sizes_text(layer.input) + " and " + sizes_text(shape);
    }
    output[along] += shape[along];
  }
  return give(layer, output, 0.0, 0.0);
}

Complaint fit_image_reduction(Layer& layer) {
  if (layer.input.size() != 3) {
    return "wants a channels x height x width input, got " + sizes_text(layer.input);
  }
  const std::int64_t pixels = layer.input[1] * layer.input[2];
  return layer.kind == LayerKind::kSequence ? give(layer, {pixels, layer.input[0]}, 0.0, 0.0)
                                            : give(layer, {layer.input[0]}, 0.0, 0.0);
}

Complaint fit_sequence_layer(Layer& layer) {
  if (auto complaint = want_sequence(layer)) {
    return complaint;
  }
  return layer.kind == LayerKind::kMean ? give(layer, {layer.input[1]}, 0.0, 0.0)
                                        : give(layer, layer.input, real(product(layer.input)), 0.0);
}

}  // namespace

std::optional<std::string> fit_layer(Layer& layer, const LayerInputs& inputs) {
  layer.input = inputs.shapes.front();
  if (inputs.tokens && layer.kind != LayerKind::kEmbedding) {
    return "the network is fed " + sizes_text(layer.input) + " tokens: an embedding comes first";
  }
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return fit_convolution(layer);
    case LayerKind::kLinear:
      return fit_linear(layer);
    case LayerKind::kNormalisation:
    case LayerKind::kLayerNormalisation:
    case LayerKind::kGroupNormalisation:
      return fit_normalisation(layer);
    case LayerKind::kPooling:
    case LayerKind::kAveragePooling:
      return fit_pooling(layer);
    case LayerKind::kGlobalPooling:
    case LayerKind::kSequence:
      return fit_image_reduction(layer);
    case LayerKind::kReshape:
      return give(layer, {product(layer.input)}, 0.0, 0.0);
    case LayerKind::kEmbedding:
      return fit_embedding(layer, inputs);
    case LayerKind::kPosition:
    case LayerKind::kMean:
      return fit_sequence_layer(layer);
    case LayerKind::kLstm:
    case LayerKind::kGru:
      return fit_recurrent(layer);
    case LayerKind::kAttention:
      return fit_attention(layer);
    case LayerKind::kPadChannels:
      return fit_pad_channels(layer);
    case LayerKind::kAdd:
      return fit_add(layer, inputs);
    case LayerKind::kConcat:
      return fit_concat(layer, inputs);
    case LayerKind::kActivation:
    case LayerKind::kDropout:
    case LayerKind::kScript:
      break;
  }
  return give(layer, layer.input, 0.0, 0.0);
}

}  // namespace wattle::trainer
