// SPDX-License-Identifier: MIT
// Weights from a saved model into another.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// What became of the tensors; names in the order of the model, or of the file.
struct StateTransfer {
  std::vector<std::string> copied;
  std::vector<std::string> mismatched;  ///< "linear2_weight: 10x64 in the file, 3x64 in the model"
  std::vector<std::string> missing;     ///< in the model alone: they stay as they are
  std::vector<std::string> unused;      ///< in the file alone
};

/// Copies parameters and buffers of equal name and shape from a TorchScript file, such as one of
/// write_artifact(), into the model. Types are converted. How a kept model scales its inputs is
/// left out on both sides: it belongs to the data. Failures: kNotFound, kCorrupt (no TorchScript),
/// kInvalidArgument (nothing fits: told with some names); the model is then as it was.
Result<StateTransfer> load_state(Model& model, const std::filesystem::path& file);

/// Gives a tensor of a model another's values. Where a module has put a buffer of another shape in
/// its place, the shape too.
void assign(const at::Tensor& target, const at::Tensor& values);

}  // namespace wattle::trainer
