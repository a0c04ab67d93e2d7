// SPDX-License-Identifier: MIT
#include "trainer/model/description.h"

#include <numeric>
#include <utility>

namespace wattle::trainer {
namespace {

constexpr std::int64_t kPoolingSide = 2;
// Far above what a machine can hold, and low enough that counting cannot overflow 64 bits.
constexpr std::int64_t kMostParameters = std::int64_t{1} << 36U;
constexpr std::int64_t kMostOutputs = std::int64_t{1} << 30U;

}  // namespace

std::string kind_name(LayerKind kind) {
  switch (kind) {
    case LayerKind::kConvolution:
      return "convolution";
    case LayerKind::kLinear:
      return "linear";
    case LayerKind::kActivation:
      return "activation";
    case LayerKind::kNormalisation:
      return "normalisation";
    case LayerKind::kPooling:
      return "pooling";
    case LayerKind::kReshape:
      return "reshape";
    case LayerKind::kDropout:
      return "dropout";
  }
  return {};
}

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = {"none", "relu",    "tanh",
                                                 "gelu", "sigmoid", "leaky_relu"};
  return names;
}

std::string activation_name(Activation activation) {
  return activation_names()[static_cast<std::size_t>(activation)];
}

std::int64_t ModelDescription::parameters() const {
  return std::accumulate(layers.begin(), layers.end(), std::int64_t{0},
                         [](std::int64_t sum, const Layer& l) { return sum + l.parameters; });
}

std::int64_t ModelDescription::macs() const {
  return std::accumulate(layers.begin(), layers.end(), std::int64_t{0},
                         [](std::int64_t sum, const Layer& l) { return sum + l.macs; });
}

DescriptionBuilder::DescriptionBuilder(const InputDescription& input) : current_(input.shape) {
  description_.input = input;
}

std::string DescriptionBuilder::numbered(const std::string& stem) const {
  std::int64_t number = 1;
  for (const Layer& layer : description_.layers) {
    number += layer.name.starts_with(stem) ? 1 : 0;
  }
  return stem + std::to_string(number);
}

Layer& DescriptionBuilder::add(LayerKind kind, const std::string& stem, Sizes output) {
  Layer layer;
  layer.name = numbered(stem);
  layer.kind = kind;
  layer.input = std::exchange(current_, std::move(output));
  layer.output = current_;
  return description_.layers.emplace_back(std::move(layer));
}

void DescriptionBuilder::reject(const std::string& stem, const std::string& message) {
  fault_ =
      Error{ErrorCode::kInvalidArgument, "model: layer " + numbered(stem) + ": " + message, {}};
}

void DescriptionBuilder::convolution(std::int64_t channels, std::int64_t kernel) {
  if (fault_) {
    return;
  }
  const std::string shape = std::to_string(channels) + " channels of kernel " +
                            std::to_string(kernel) + "x" + std::to_string(kernel);
  if (current_.size() != 3) {
    return reject("convolution",
                  shape + " want a channels x height x width input, got " + sizes_text(current_));
  }
  if (kernel < 1 || kernel % 2 == 0) {
    return reject("convolution", shape + " on input " + sizes_text(current_) +
                                     ": only an odd kernel keeps height and width");
  }
  const Sizes output = {channels, current_[1], current_[2]};
  if (channels < 1 || channels > kMostOutputs / (current_[1] * current_[2]) ||
      channels > kMostParameters / (current_[0] * kernel * kernel)) {
    return reject("convolution", shape + " on input " + sizes_text(current_) +
                                     " cannot make output " + sizes_text(output));
  }
  Layer& layer = add(LayerKind::kConvolution, "convolution", output);
  const std::int64_t weights = channels * layer.input[0] * kernel * kernel;
  layer.kernel = kernel;
  layer.parameters = weights + channels;
  layer.macs = weights * output[1] * output[2];
}

void DescriptionBuilder::batch_normalisation() {
  if (!fault_) {
    add(LayerKind::kNormalisation, "normalisation", current_).parameters = 2 * current_[0];
  }
}

void DescriptionBuilder::activation(Activation activation) {
  if (!fault_ && activation != Activation::kNone) {
    add(LayerKind::kActivation, "activation", current_).activation = activation;
  }
}

void DescriptionBuilder::max_pooling() {
  if (fault_) {
    return;
  }
  if (current_.size() != 3 || current_[1] < kPoolingSide || current_[2] < kPoolingSide) {
    return reject("pooling", "a 2x2 window does not fit into input " + sizes_text(current_));
  }
  const Sizes output = {current_[0], current_[1] / kPoolingSide, current_[2] / kPoolingSide};
  add(LayerKind::kPooling, "pooling", output).kernel = kPoolingSide;
}

void DescriptionBuilder::flatten() {
  if (!fault_ && current_.size() != 1) {
    add(LayerKind::kReshape, "flatten", {product(current_)});
  }
}

void DescriptionBuilder::linear(std::int64_t features) {
  if (fault_) {
    return;
  }
  if (current_.size() != 1 || features < 1 || features > kMostOutputs ||
      features > kMostParameters / current_[0]) {
    return reject("linear", "input " + sizes_text(current_) + " cannot make output " +
                                std::to_string(features));
  }
  Layer& layer = add(LayerKind::kLinear, "linear", {features});
  layer.macs = features * layer.input[0];
  layer.parameters = layer.macs + features;
}

void DescriptionBuilder::dropout(double probability) {
  if (!fault_ && probability > 0.0) {
    add(LayerKind::kDropout, "dropout", current_).probability = probability;
  }
}

Result<ModelDescription> DescriptionBuilder::finish(std::int64_t outputs) {
  if (!fault_ && current_ != Sizes{outputs}) {
    fault_ = Error{ErrorCode::kInvalidArgument,
                   "model: the last layer gives " + sizes_text(current_) + ", the data have " +
                       std::to_string(outputs) + " classes",
                   {}};
  }
  if (fault_) {
    return tl::unexpected(*fault_);
  }
  description_.outputs = outputs;
  return description_;
}

}  // namespace wattle::trainer
