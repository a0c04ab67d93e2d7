// SPDX-License-Identifier: MIT
// The forward pass of a network, at rest, as TorchScript source.
#pragma once

#include <string>

#include "trainer/model/description.h"

namespace wattle::trainer {

/// `def forward(self, x: Tensor) -> Tensor`, a line or a few a layer; tensors are attributes named
/// as Network names them. `scaled`: starts with `input_mean` and `input_scale`. A value that only
/// the next layer takes is called `x`, others are called after their layer.
/// It speaks only of functions under `torch.` and of methods of tensors, which C++ and Python
/// resolve alike.
std::string torchscript_source(const ModelDescription& description, bool scaled);

}  // namespace wattle::trainer
