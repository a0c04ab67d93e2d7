// SPDX-License-Identifier: MIT
#include "trainer/model/state.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <map>
#include <system_error>
#include <utility>

namespace wattle::trainer {
namespace {

using State = std::map<std::string, at::Tensor>;

Result<State> read_state(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return fail(ErrorCode::kNotFound, file.string() + " is no file");
  }
  try {
    const torch::jit::Module module = torch::jit::load(file.string(), at::Device(at::kCPU));
    State state;
    for (const auto& each : module.named_parameters()) {
      state.emplace(each.name, each.value);
    }
    for (const auto& each : module.named_buffers()) {
      state.emplace(each.name, each.value);
    }
    return state;
  } catch (const std::exception&) {
    return fail(ErrorCode::kCorrupt, file.string() + " is no TorchScript that can be loaded");
  }
}

std::string shape_text(const at::Tensor& tensor) {
  const std::string text = sizes_text(Sizes(tensor.sizes().begin(), tensor.sizes().end()));
  return text.empty() ? "a number" : text;
}

}  // namespace

Result<StateTransfer> load_state(Model& model, const std::filesystem::path& file) {
  auto state = read_state(file);
  if (!state) {
    return tl::unexpected(state.error());
  }
  const at::NoGradGuard no_gradient;
  StateTransfer transfer;
  std::vector<Model::NamedTensor> own = model.named_parameters();
  const std::vector<Model::NamedTensor> buffers = model.named_buffers();
  own.insert(own.end(), buffers.begin(), buffers.end());
  for (auto& [name, tensor] : own) {
    const auto found = state->find(name);
    if (found == state->end()) {
      transfer.missing.push_back(name);
      continue;
    }
    if (found->second.sizes() == tensor.sizes()) {
      tensor.copy_(found->second);
      transfer.copied.push_back(name);
    } else {
      transfer.mismatched.push_back(name + ": " + shape_text(found->second) + " in the file, " +
                                    shape_text(tensor) + " in the model");
    }
    state->erase(found);
  }
  for (const auto& [name, tensor] : *state) {
    transfer.unused.push_back(name);
  }
  if (transfer.copied.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                file.string() + ": no tensor has a name and shape of the model's" +
                    (own.empty() ? "" : ", whose first is " + own.front().first));
  }
  return transfer;
}

}  // namespace wattle::trainer
