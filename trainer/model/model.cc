// SPDX-License-Identifier: MIT
#include "trainer/model/model.h"

#include "trainer/model/network.h"
#include "trainer/model/script_model.h"

namespace wattle::trainer {

std::vector<at::Tensor> Model::parameters() const {
  std::vector<at::Tensor> parameters;
  for (const auto& [name, tensor] : named_parameters()) {
    parameters.push_back(tensor);
  }
  return parameters;
}

Result<std::unique_ptr<Model>> make_model(const ModelDescription& description, InputScaling scaling,
                                          at::Generator weights) {
  if (description.script) {
    return ScriptModel::load(description, std::move(scaling));
  }
  return std::make_unique<Network>(description, std::move(scaling), std::move(weights));
}

}  // namespace wattle::trainer
