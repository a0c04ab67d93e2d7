// SPDX-License-Identifier: MIT
// A network's layers one by one, each with the inputs it gets in a pass over real data.
#pragma once

#include <functional>
#include <vector>

#include "trainer/model/network.h"
#include "trainer/training/specification.h"

namespace wattle::trainer {

/// One layer's work in a training step.
struct LayerWork {
  std::function<void()> forward;
  std::function<void()> backward;  ///< empty where no gradient is wanted
  std::int64_t bytes = 0;          ///< inputs, parameters and outputs of a batch
};

/// What each layer of `network` does in a training step on this batch, in the order of its layers.
/// The network must outlive the result, which keeps every layer's inputs and outputs.
std::vector<LayerWork> layer_work(const Network& network, const at::Tensor& inputs,
                                  Precision precision, at::Generator dropout);

/// The way back from `output` to the tensors that want gradients, to be called any number of times;
/// empty where none does.
std::function<void()> backward_through(const at::Tensor& output, std::vector<at::Tensor> wanted,
                                       at::Generator& generator);

}  // namespace wattle::trainer
