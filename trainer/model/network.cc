// SPDX-License-Identifier: MIT
#include "trainer/model/network.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "trainer/model/constants.h"

namespace wattle::trainer {
namespace {

at::Tensor uniform(at::IntArrayRef sizes, double bound, at::Generator& generator,
                   at::ScalarType type) {
  return at::empty(sizes, type).uniform_(-bound, bound, generator).requires_grad_(true);
}

at::Tensor activate(const at::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::kNone:
      return x;
    case Activation::kRelu:
      return at::relu(x);
    case Activation::kTanh:
      return at::tanh(x);
    case Activation::kGelu:
      return at::gelu(x);
    case Activation::kSigmoid:
      return at::sigmoid(x);
    case Activation::kLeakyRelu:
      return at::leaky_relu(x, kLeakySlope);
  }
  return x;
}

/// Zeroes with the layer's probability and scales the rest, so that the mean stays. at::dropout
/// takes no generator, hence the mask by hand.
at::Tensor drop(const at::Tensor& x, double probability, at::Generator& generator) {
  const double kept = 1.0 - probability;
  return x * at::empty_like(x).bernoulli_(kept, generator).div_(kept);
}

}  // namespace

at::Generator make_generator(std::uint64_t seed) {
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

Network::Network(ModelDescription description, InputScaling scaling, at::Generator weights,
                 at::ScalarType type)
    : description_(std::move(description)), scaling_(std::move(scaling)) {
  for (const Layer& layer : description_.layers) {
    LayerTensors& tensors = tensors_.emplace_back();
    if (layer.kind == LayerKind::kNormalisation) {
      const std::int64_t channels = layer.output[0];
      tensors.weight = at::ones({channels}, type).requires_grad_(true);
      tensors.bias = at::zeros({channels}, type).requires_grad_(true);
      tensors.mean = at::zeros({channels}, type);
      tensors.variance = at::ones({channels}, type);
    } else if (layer.kind == LayerKind::kConvolution || layer.kind == LayerKind::kLinear) {
      std::vector<std::int64_t> sizes = {layer.output[0], layer.input[0]};
      if (layer.kind == LayerKind::kConvolution) {
        sizes.insert(sizes.end(), 2, layer.kernel);
      }
      const auto fan_in =
          std::accumulate(sizes.begin() + 1, sizes.end(), std::int64_t{1}, std::multiplies<>());
      const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
      tensors.weight = uniform(sizes, bound, weights, type);
      tensors.bias = uniform({layer.output[0]}, bound, weights, type);
    }
  }
}

at::Tensor Network::forward_training(const at::Tensor& images, at::Generator& dropout) {
  return run(images, &dropout);
}

at::Tensor Network::forward(const at::Tensor& images) const { return run(images, nullptr); }

at::Tensor Network::run(const at::Tensor& images, at::Generator* dropout) const {
  const bool training = dropout != nullptr;
  at::Tensor x = images;
  if (scaling_.mean.defined()) {
    x = (x - scaling_.mean) * scaling_.scale;
  }
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Layer& layer = description_.layers[i];
    const LayerTensors& t = tensors_[i];
    switch (layer.kind) {
      case LayerKind::kConvolution:
        x = at::conv2d(x, t.weight, t.bias, {1, 1}, {layer.kernel / 2, layer.kernel / 2});
        break;
      case LayerKind::kLinear:
        x = at::linear(x, t.weight, t.bias);
        break;
      case LayerKind::kActivation:
        x = activate(x, layer.activation);
        break;
      case LayerKind::kNormalisation:
        x = at::batch_norm(x, t.weight, t.bias, t.mean, t.variance, training,
                           kNormalisationMomentum, kNormalisationEpsilon, false);
        break;
      case LayerKind::kPooling:
        x = at::max_pool2d(x, {layer.kernel, layer.kernel});
        break;
      case LayerKind::kReshape:
        x = x.flatten(1);
        break;
      case LayerKind::kDropout:
        x = training ? drop(x, layer.probability, *dropout) : x;
        break;
    }
  }
  return x;
}

std::vector<at::Tensor> Network::parameters() const {
  std::vector<at::Tensor> parameters;
  for (const auto& [name, tensor] : named_parameters()) {
    parameters.push_back(tensor);
  }
  return parameters;
}

std::vector<Network::NamedTensor> Network::named_parameters() const {
  std::vector<NamedTensor> named;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if (tensors_[i].weight.defined()) {
      named.emplace_back(description_.layers[i].name + "_weight", tensors_[i].weight);
      named.emplace_back(description_.layers[i].name + "_bias", tensors_[i].bias);
    }
  }
  return named;
}

std::vector<Network::NamedTensor> Network::named_buffers() const {
  std::vector<NamedTensor> named;
  if (scaling_.mean.defined()) {
    named.emplace_back("input_mean", scaling_.mean);
    named.emplace_back("input_scale", scaling_.scale);
  }
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if (tensors_[i].mean.defined()) {
      named.emplace_back(description_.layers[i].name + "_mean", tensors_[i].mean);
      named.emplace_back(description_.layers[i].name + "_variance", tensors_[i].variance);
    }
  }
  return named;
}

}  // namespace wattle::trainer
