// SPDX-License-Identifier: MIT
// What is left of a training: the model as TorchScript and a note on how to feed it.
#pragma once

#include <filesystem>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// Writes `model.pt` (TorchScript: torch.jit.load in C++ and Python gives a module whose
/// forward(images) returns the logits) and `model.json` (input shape, scaling, classes, layers)
/// into the folder, which is made when it is missing. Each file appears whole or not at all.
/// Failure: kIo.
Result<void> write_artifact(const Model& model, const Dataset& dataset,
                            const std::filesystem::path& folder);

}  // namespace wattle::trainer
