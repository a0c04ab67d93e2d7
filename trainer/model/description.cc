// SPDX-License-Identifier: MIT
#include "trainer/model/description.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "trainer/model/layer_shapes.h"

namespace wattle::trainer {
namespace {

constexpr std::int64_t kPoolingSide = 2;

std::int64_t sum_over(const std::vector<Layer>& layers, std::int64_t Layer::*member) {
  return std::accumulate(
      layers.begin(), layers.end(), std::int64_t{0},
      [member](std::int64_t sum, const Layer& layer) { return sum + layer.*member; });
}

/// A sequence of the network's tokens stays one until its positions are gone.
bool stays_masked(const Layer& layer, const std::vector<Layer>& layers) {
  return layer.output.size() == 2 &&
         (layer.kind == LayerKind::kEmbedding ||
          std::any_of(layer.inputs.begin(), layer.inputs.end(), [&layers](int input) {
            return input != kNetworkInput && layers[static_cast<std::size_t>(input)].masked;
          }));
}

}  // namespace

std::int64_t ModelDescription::parameters() const { return sum_over(layers, &Layer::parameters); }

std::int64_t ModelDescription::macs() const { return sum_over(layers, &Layer::macs); }

std::int64_t ModelDescription::activation_bytes() const {
  return static_cast<std::int64_t>(sizeof(float)) * sum_over(layers, &Layer::activations);
}

const Layer* ModelDescription::first_that_needs_batch() const {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [](const Layer& layer) { return layer.needs_batch; });
  return found == layers.end() ? nullptr : &*found;
}

DescriptionBuilder::DescriptionBuilder(const InputDescription& input, std::set<std::string> taken)
    : taken_(std::move(taken)) {
  description_.input = input;
}

const Sizes& DescriptionBuilder::shape_of(int layer) const {
  return layer == kNetworkInput ? description_.input.shape
                                : description_.layers[static_cast<std::size_t>(layer)].output;
}

std::string DescriptionBuilder::made_up_name(const LayerSettings& settings) {
  const std::string stem =
      settings.kind == LayerKind::kReshape ? "flatten" : kind_name(settings.kind);
  std::string name;
  do {
    name = stem + std::to_string(++numbers_[stem]);
  } while (taken_.contains(name));
  return name;
}

int DescriptionBuilder::add(const LayerSettings& settings, std::vector<int> inputs,
                            std::string name) {
  if (fault_) {
    return current_;
  }
  Layer layer;
  static_cast<LayerSettings&>(layer) = settings;
  layer.name = name.empty() ? made_up_name(settings) : std::move(name);
  layer.inputs = inputs.empty() ? std::vector<int>{current_} : std::move(inputs);
  const InputDescription& fed = description_.input;
  LayerInputs places;
  for (const int input : layer.inputs) {
    places.shapes.push_back(shape_of(input));
    places.tokens = places.tokens || (input == kNetworkInput && fed.kind == InputKind::kTokens);
  }
  places.vocabulary = fed.vocabulary;
  auto complaint = fit_layer(layer, places);
  if (!complaint && description_.layers.size() >= kMostLayers) {
    complaint = "there are more than " + std::to_string(kMostLayers) + " layers";
  }
  if (complaint) {
    fault_ =
        Error{ErrorCode::kInvalidArgument, "model: layer " + layer.name + ": " + *complaint, {}};
    return current_;
  }
  layer.masked = stays_masked(layer, description_.layers);
  description_.layers.push_back(std::move(layer));
  current_ = static_cast<int>(description_.layers.size()) - 1;
  return current_;
}

void DescriptionBuilder::convolution(std::int64_t channels, std::int64_t kernel) {
  add({.kind = LayerKind::kConvolution,
       .features = channels,
       .kernel = kernel,
       .padding = kSamePadding});
}

void DescriptionBuilder::batch_normalisation() { add({.kind = LayerKind::kNormalisation}); }

void DescriptionBuilder::activation(Activation activation) {
  if (activation != Activation::kNone) {
    add({.kind = LayerKind::kActivation, .activation = activation});
  }
}

void DescriptionBuilder::max_pooling() {
  add({.kind = LayerKind::kPooling, .kernel = kPoolingSide, .stride = kPoolingSide});
}

void DescriptionBuilder::flatten() {
  if (shape().size() != 1) {
    add({.kind = LayerKind::kReshape});
  }
}

void DescriptionBuilder::linear(std::int64_t features) {
  add({.kind = LayerKind::kLinear, .features = features});
}

void DescriptionBuilder::dropout(double probability) {
  if (probability > 0.0) {
    add({.kind = LayerKind::kDropout, .probability = probability});
  }
}

Result<ModelDescription> DescriptionBuilder::finish(std::int64_t outputs) {
  const bool fed = current_ == kNetworkInput;  // its shape is no layer's
  if (!fault_ && (fed || shape() != Sizes{outputs})) {
    fault_ = Error{ErrorCode::kInvalidArgument,
                   "model: the last layer gives " + sizes_text(shape()) + ", the data have " +
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
