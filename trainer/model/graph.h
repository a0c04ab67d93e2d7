// SPDX-License-Identifier: MIT
// A network as a person draws it: {"layers": [...]}.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "energy/error.h"
#include "trainer/model/description.h"

namespace wattle::trainer {

/// Reads the model's `layers`, each behind the one before it:
///   {"kind": ..., "name"?, "inputs"?}     a layer (layer_reader.h); `inputs` names other layers,
///   or
///                                         `input` for what the network is fed, and may name layers
///                                         that are written later
///   {"repeat": n, "layers": [...]}        the same layers n times, each with tensors of its own
///   {"residual": [...], "shortcut"?: [...], "name"?}    the sum of both ways
///   {"concat": [[...], ...], "name"?}     the branches' outputs one after the other
/// (`kind` may be given to the last three too.) The last one written is the network's output, and
/// every other layer must be somebody's input. A name inside a `repeat` belongs to its repetition:
/// the k-th one's layer is NAME_k for those outside.
/// Failure: kInvalidArgument with the place ("model.layers[2].channels"), or the layer and shapes,
/// a circle, or a name that is not there with the nearest one. O(layers).
Result<ModelDescription> describe_graph(const nlohmann::json& model, const InputDescription& input,
                                        std::int64_t outputs);

}  // namespace wattle::trainer
