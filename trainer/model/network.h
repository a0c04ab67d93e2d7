// SPDX-License-Identifier: MIT
// The tensors of a described network, and its forward pass.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "trainer/model/description.h"

namespace wattle::trainer {

/// A generator of its own: nothing in a training touches libtorch's default generator, which all
/// threads share.
at::Generator make_generator(std::uint64_t seed);

/// Subtracted from and multiplied onto every input of a channel before the first layer.
struct InputScaling {
  at::Tensor mean;   ///< 1 x channels x 1 x 1, or 1 x features; undefined: inputs stay as they are
  at::Tensor scale;  ///< the same shape: 1 / deviation
};

/// A trainable network. Not thread-safe; several networks may be used side by side.
class Network {
 public:
  /// Weights and biases of convolutions and linear layers are uniform in +-1 / sqrt(fan in)
  /// (PyTorch's default; its Kaiming bound with a = sqrt(5)), drawn from `weights` layer by layer;
  /// normalisations start as the identity.
  Network(ModelDescription description, InputScaling scaling, at::Generator weights,
          at::ScalarType type = at::kFloat);

  /// Logits, batch x classes, of images batch x channels x height x width. Batch normalisation
  /// uses the batch's own statistics and updates its running ones; dropout draws from `dropout`.
  at::Tensor forward_training(const at::Tensor& images, at::Generator& dropout);
  /// The same network at rest: running statistics, no dropout. Changes nothing.
  at::Tensor forward(const at::Tensor& images) const;

  const ModelDescription& description() const { return description_; }
  const InputScaling& scaling() const { return scaling_; }
  /// The trainable tensors, first layer first, weight before bias.
  std::vector<at::Tensor> parameters() const;

  using NamedTensor = std::pair<std::string, at::Tensor>;
  /// "linear1_weight" and so on.
  std::vector<NamedTensor> named_parameters() const;
  /// "normalisation1_mean", "normalisation1_variance", and "input_mean", "input_scale" if scaled.
  std::vector<NamedTensor> named_buffers() const;

 private:
  struct LayerTensors {
    at::Tensor weight, bias;    ///< trainable; undefined where the layer has none
    at::Tensor mean, variance;  ///< running statistics of a normalisation
  };

  /// `dropout` null: at rest.
  at::Tensor run(const at::Tensor& images, at::Generator* dropout) const;

  ModelDescription description_;
  InputScaling scaling_;
  std::vector<LayerTensors> tensors_;
};

}  // namespace wattle::trainer
