// SPDX-License-Identifier: MIT
// What a TorchScript module may not do in a training.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <string>

namespace wattle::trainer {

/// What is wrong with an operation, "aten::rand draws random numbers ..."; empty when nothing is.
/// Wrong is what a trial could not repeat, undo or keep to itself: random numbers that are not its
/// own, other threads, files, the console, clocks, operations of other libraries, and numbers that
/// forward() keeps outside of tensors (no checkpoint would hold them). `restores`: the operation
/// stands in __setstate__, which sets what a file holds.
std::string fault_of(const torch::jit::Node& node, bool restores);

}  // namespace wattle::trainer
