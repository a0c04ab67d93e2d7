// SPDX-License-Identifier: MIT
#include "trainer/model/model.h"

#include "trainer/model/network.h"
#include "trainer/model/script_model.h"

namespace wattle::trainer {

std::string shape_text(const at::Tensor& tensor) {
  const std::string text = sizes_text(Sizes(tensor.sizes().begin(), tensor.sizes().end()));
  return text.empty() ? "a number" : text;
}

std::vector<at::Tensor> Model::parameters() const {
  std::vector<at::Tensor> parameters;
  for (const auto& [name, tensor] : named_parameters()) {
    parameters.push_back(tensor);
  }
  return parameters;
}

std::vector<Model::NamedTensor> Model::named_tensors() const {
  std::vector<NamedTensor> tensors = named_parameters();
  for (NamedTensor& buffer : named_buffers()) {
    tensors.push_back(std::move(buffer));
  }
  return tensors;
}

Result<std::unique_ptr<Model>> make_model(const ModelDescription& description, InputScaling scaling,
                                          at::Generator weights) {
  if (description.script) {
    return ScriptModel::load(description, std::move(scaling));
  }
  return std::make_unique<Network>(description, std::move(scaling), std::move(weights));
}

}  // namespace wattle::trainer
