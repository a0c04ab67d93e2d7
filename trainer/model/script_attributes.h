// SPDX-License-Identifier: MIT
// Values that a scenario sets in a TorchScript module.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <nlohmann/json.hpp>

#include "energy/error.h"

namespace wattle::trainer {

/// Sets attributes, {"encoder.dropout": 0.3}, of type int, float, bool or str. Failure:
/// kInvalidArgument for one that is not there (with the nearest), is a constant of its class, or is
/// of another type.
Result<void> set_attributes(torch::jit::Module& module, const nlohmann::json& attributes);

}  // namespace wattle::trainer
