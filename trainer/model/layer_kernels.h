// SPDX-License-Identifier: MIT
// What a layer computes.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <vector>

#include "trainer/model/layer.h"
#include "trainer/model/layer_tensors.h"

namespace wattle::trainer {

/// What all layers of one forward pass share.
struct ForwardPass {
  at::Generator* dropout = nullptr;  ///< null: at rest
  /// Batch x length, true where a token is padding; the first one never is, so that no sequence is
  /// empty. Undefined where the network is not fed tokens.
  at::Tensor padding;
};

/// Where tokens, batch x length, are padding (0).
at::Tensor padding_of(const at::Tensor& tokens);

/// The layer's output for a batch. `masked`: its input is a sequence of the network's tokens.
/// torchscript.cc writes the same operations, so that both give the same bits.
at::Tensor apply_layer(const Layer& layer, const LayerTensors& tensors,
                       const std::vector<at::Tensor>& inputs, bool masked, const ForwardPass& pass);

}  // namespace wattle::trainer
