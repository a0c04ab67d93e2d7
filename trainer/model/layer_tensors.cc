// SPDX-License-Identifier: MIT
#include "trainer/model/layer_tensors.h"

#include <ATen/ATen.h>

#include <cmath>
#include <functional>
#include <numeric>

namespace wattle::trainer {
namespace {

constexpr double kPositionDeviation = 0.02;

/// Draws the tensors of one layer.
class Initialiser {
 public:
  Initialiser(at::Generator& generator, at::ScalarType type) : generator_(generator), type_(type) {}

  at::Tensor uniform(at::IntArrayRef sizes, double bound) {
    return at::empty(sizes, type_).uniform_(-bound, bound, generator_).requires_grad_(true);
  }
  at::Tensor normal(at::IntArrayRef sizes, double deviation) {
    return at::empty(sizes, type_).normal_(0.0, deviation, generator_);
  }
  at::Tensor constant(at::IntArrayRef sizes, double value) const {
    return at::full(sizes, value, type_);
  }

  /// Weight and bias of what sums over `fan in` inputs.
  std::vector<at::Tensor> weighted(const Sizes& sizes, bool bias) {
    const auto fan_in =
        std::accumulate(sizes.begin() + 1, sizes.end(), std::int64_t{1}, std::multiplies<>());
    const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
    std::vector<at::Tensor> tensors = {uniform(sizes, bound)};
    if (bias) {
      tensors.push_back(uniform({sizes.front()}, bound));
    }
    return tensors;
  }

  /// Stored pixel by pixel, so that what is computed from it is too: layer_tensors.h.
  std::vector<at::Tensor> convolution(const Layer& layer) {
    std::vector<at::Tensor> tensors = weighted(
        {layer.output[0], layer.input[0] / layer.groups, layer.kernel, layer.kernel}, layer.bias);
    const at::Tensor drawn = tensors.front().detach();
    // Not contiguous(): of one input channel it would leave the strides of the other order.
    tensors.front() = at::empty(drawn.sizes(), drawn.options(), at::MemoryFormat::ChannelsLast)
                          .copy_(drawn)
                          .requires_grad_(true);
    return tensors;
  }

  LayerTensors normalisation(const Layer& layer) const {
    Sizes sizes = {layer.input.front()};
    if (layer.kind == LayerKind::kLayerNormalisation) {
      sizes = layer.input.size() == 2 ? Sizes{layer.input.back()} : layer.input;
    }
    LayerTensors tensors{
        {constant(sizes, 1.0).requires_grad_(true), constant(sizes, 0.0).requires_grad_(true)}, {}};
    if (layer.kind == LayerKind::kNormalisation) {
      tensors.buffers = {constant(sizes, 0.0), constant(sizes, 1.0)};
    }
    return tensors;
  }

  std::vector<at::Tensor> recurrent(const Layer& layer) {
    const std::int64_t hidden = layer.features;
    const std::int64_t rows = (layer.kind == LayerKind::kLstm ? 4 : 3) * hidden;
    const double bound = 1.0 / std::sqrt(static_cast<double>(hidden));
    std::vector<at::Tensor> tensors;
    for (std::int64_t i = 0; i < layer.layers * directions(layer); ++i) {
      const bool first = i < directions(layer);
      const std::int64_t inputs = first ? layer.input.back() : directions(layer) * hidden;
      tensors.push_back(uniform({rows, inputs}, bound));
      tensors.push_back(uniform({rows, hidden}, bound));
      tensors.push_back(uniform({rows}, bound));
      tensors.push_back(uniform({rows}, bound));
    }
    return tensors;
  }

  std::vector<at::Tensor> attention(std::int64_t size) {
    const auto width = static_cast<double>(size);
    const double bound = std::sqrt(6.0 / (width + 3.0 * width));
    std::vector<at::Tensor> tensors = {uniform({3 * size, size}, bound),
                                       constant({3 * size}, 0.0).requires_grad_(true)};
    tensors.push_back(uniform({size, size}, 1.0 / std::sqrt(width)));
    tensors.push_back(constant({size}, 0.0).requires_grad_(true));
    return tensors;
  }

  at::Tensor embedding(const Layer& layer) {
    at::Tensor weight = normal({layer.vocabulary, layer.features}, 1.0);
    weight[0].zero_();
    return weight.requires_grad_(true);
  }

 private:
  at::Generator& generator_;
  at::ScalarType type_;
};

}  // namespace

LayerTensors make_tensors(const Layer& layer, at::Generator& generator, at::ScalarType type) {
  Initialiser draw(generator, type);
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return {draw.convolution(layer), {}};
    case LayerKind::kLinear:
      return {draw.weighted({layer.output.back(), layer.input.back()}, layer.bias), {}};
    case LayerKind::kNormalisation:
    case LayerKind::kLayerNormalisation:
    case LayerKind::kGroupNormalisation:
      return draw.normalisation(layer);
    case LayerKind::kEmbedding:
      return {{draw.embedding(layer)}, {}};
    case LayerKind::kPosition:
      return {{draw.normal(layer.input, kPositionDeviation).requires_grad_(true)}, {}};
    case LayerKind::kLstm:
    case LayerKind::kGru:
      return {draw.recurrent(layer), {}};
    case LayerKind::kAttention:
      return {draw.attention(layer.input.back()), {}};
    default:
      return {};
  }
}

}  // namespace wattle::trainer
