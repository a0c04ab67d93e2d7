// SPDX-License-Identifier: MIT
// The forward pass of a network, at rest, as TorchScript source.
#pragma once

#include <string>

#include "trainer/model/description.h"

namespace wattle::trainer {

/// `def forward(self, x: Tensor) -> Tensor`, one line a layer; tensors are attributes named as
/// Network names them. `scaled`: starts with `input_mean` and `input_scale`.
/// It speaks only of functions under `torch.`, which C++ and Python resolve alike.
std::string torchscript_source(const ModelDescription& description, bool scaled);

}  // namespace wattle::trainer
