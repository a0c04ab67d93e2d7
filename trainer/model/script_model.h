// SPDX-License-Identifier: MIT
// A TorchScript module that somebody else made, as a model.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// "model.torchscript: FILE: ", for messages.
std::string place_of(const ScriptReference& script);
/// What libtorch says, without the places in its sources.
std::string first_lines(const std::string& message);

/// Runs without the optimisations of TorchScript's executor, whose results differ in the last bits
/// between the first runs and later ones.
class ScriptModel final : public Model {
 public:
  /// `description` has a script. Failures as of describe_script (script_description.h), without
  /// running it.
  static Result<std::unique_ptr<ScriptModel>> load(const ModelDescription& description,
                                                   InputScaling scaling = {});

  at::Tensor forward_training(const at::Tensor& inputs, at::Generator& generator) override;
  at::Tensor forward(const at::Tensor& inputs) const override;

  /// Named as in the module, with dots. Those that the file says need no gradient stay as they are
  /// and count as buffers, unless it says so of all.
  std::vector<NamedTensor> named_parameters() const override;
  std::vector<NamedTensor> named_buffers() const override;
  /// The module as it was made, with the attributes and the tensors of now; inside one that scales
  /// its inputs where these are scaled.
  std::string torchscript() const override;
  const ModelDescription& description() const override { return description_; }

 private:
  ScriptModel(ModelDescription description, InputScaling scaling, std::string bytes,
              torch::jit::Module module);

  at::Tensor run(const at::Tensor& inputs, bool training) const;

  ModelDescription description_;
  InputScaling scaling_;
  std::string bytes_;          ///< of the file: what runs cannot be saved
  torch::jit::Module module_;  ///< a handle: setting its mode changes no member
};

}  // namespace wattle::trainer
