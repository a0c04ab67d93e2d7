// SPDX-License-Identifier: MIT
// The tensors of a described network, and its forward pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trainer/model/layer_kernels.h"
#include "trainer/model/layer_tensors.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// A generator of its own: nothing in a training touches libtorch's default generator, which all
/// threads share.
at::Generator make_generator(std::uint64_t seed);

/// A network of described layers.
class Network final : public Model {
 public:
  /// The tensors are drawn from `weights` layer by layer, see layer_tensors.h.
  Network(ModelDescription description, InputScaling scaling, at::Generator weights,
          at::ScalarType type = at::kFloat);

  at::Tensor forward_training(const at::Tensor& inputs, at::Generator& dropout) override;
  at::Tensor forward(const at::Tensor& inputs) const override;

  /// One layer's part of a forward pass.
  struct LayerCall {
    std::size_t layer = 0;
    std::vector<at::Tensor> inputs;
    bool masked = false;  ///< see apply_layer()
    at::Tensor output;
  };
  /// A training's forward pass, and what each layer took and gave. Running statistics move.
  std::vector<LayerCall> trace(const at::Tensor& inputs, at::Generator& dropout) const;
  /// The layer's output for these inputs, as in training; running statistics move.
  at::Tensor apply(const LayerCall& call, const ForwardPass& pass) const;
  const LayerTensors& tensors(std::size_t layer) const { return tensors_[layer]; }

  const ModelDescription& description() const override { return description_; }
  /// First layer first, weight before bias: "linear1_weight" and so on.
  std::vector<NamedTensor> named_parameters() const override;
  /// "normalisation1_mean", "normalisation1_variance", and "input_mean", "input_scale" if scaled.
  std::vector<NamedTensor> named_buffers() const override;
  std::string torchscript() const override;

 private:
  /// `dropout` null: at rest. `calls`: where what every layer takes and gives is kept; null: it
  /// goes when no later layer wants it.
  at::Tensor run(const at::Tensor& inputs, at::Generator* dropout,
                 std::vector<LayerCall>* calls = nullptr) const;
  void find_last_uses();

  ModelDescription description_;
  InputScaling scaling_;
  std::vector<LayerTensors> tensors_;
  std::vector<std::size_t> last_use_;  ///< of each layer's output: the layer that takes it last
};

}  // namespace wattle::trainer
