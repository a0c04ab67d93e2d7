// SPDX-License-Identifier: MIT
// The tensors that a layer owns, as they are before training.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <vector>

#include "trainer/model/layer.h"

namespace wattle::trainer {

struct LayerTensors {
  std::vector<at::Tensor> parameters;  ///< in the order of parameter_names()
  std::vector<at::Tensor> buffers;     ///< in the order of buffer_names()
};

/// PyTorch's defaults:
///   convolution, linear   weight and bias uniform in +-1 / sqrt(fan in) (its Kaiming bound with
///                         a = sqrt(5))
///   normalisations        the identity: weight 1, bias 0, running mean 0, running variance 1
///   embedding             normal of deviation 1; zeros for padding
///   LSTM, GRU             everything uniform in +-1 / sqrt(hidden)
///   attention             projection of queries, keys and values uniform in +-sqrt(6 / 4 d) with
///                         bias 0 [Glorot2010]; of the result as linear, with bias 0
/// and for positions, where it has no layer, normal of deviation 0.02 [Devlin2019]. Drawn from
/// `generator` in the order of the tensors. Weights of convolutions are stored pixel by pixel
/// (channels last): activations follow them, and training takes a quarter to a third less time
/// (tests/benchmarks/trainer/memory_format.py).
LayerTensors make_tensors(const Layer& layer, at::Generator& generator, at::ScalarType type);

}  // namespace wattle::trainer
