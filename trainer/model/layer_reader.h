// SPDX-License-Identifier: MIT
// One layer as a person writes it: {"kind": "convolution", "channels": 16, "kernel": 3}.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/field_reader.h"
#include "trainer/model/layer.h"

namespace wattle::trainer {

/// The kinds that a layer may have; activations have their own names.
std::vector<std::string> written_kinds();

/// Reads `kind` and the members of that kind:
///   convolution          channels, kernel 3, stride 1, padding "same" or a number, groups 1,
///                        dilation 1, bias true
///   linear               features (absent: one for each class), bias true
///   batch_norm, layer_norm, group_norm (groups)
///   relu, tanh, gelu, sigmoid, leaky_relu, silu, elu, relu6, hardswish, softplus
///   max_pooling, average_pooling   kernel 2, stride as the kernel, padding 0
///   global_average_pooling, flatten, sequence, mean, add, concat, position
///   dropout              probability 0.5
///   embedding            features
///   lstm, gru            hidden, layers 1, bidirectional false, output "last" or "sequence"
///   attention            heads 1
///   pad_channels         channels
/// Faults are left in the reader.
LayerSettings read_layer(FieldReader& reader, std::int64_t outputs);

}  // namespace wattle::trainer
