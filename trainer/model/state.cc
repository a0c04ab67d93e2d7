// SPDX-License-Identifier: MIT
#include "trainer/model/state.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <map>
#include <system_error>
#include <utility>

#include "trainer/model/constants.h"

namespace wattle::trainer {
namespace {

using State = std::map<std::string, at::Tensor>;

bool is_scaling(const std::string& name) { return name == "input_mean" || name == "input_scale"; }

/// The tensors of a module, as the model inside knows them: without the scaling that Wattle put
/// into its own network or around somebody's module.
State state_of(const torch::jit::Module& module) {
  const auto& type_name = module.type()->name();
  const std::string made = type_name ? type_name->name() : std::string();
  const std::string inside = made == kScaledModuleName ? "inner." : "";
  const bool ours = made == kNetworkModuleName || made == kScaledModuleName;
  State state;
  const auto take = [&](const std::string& name, const at::Tensor& tensor) {
    if (!(ours && is_scaling(name))) {
      const bool below = name.compare(0, inside.size(), inside) == 0;
      state.emplace(below ? name.substr(inside.size()) : name, tensor);
    }
  };
  for (const auto& each : module.named_parameters()) {
    take(each.name, each.value);
  }
  for (const auto& each : module.named_buffers()) {
    take(each.name, each.value);
  }
  return state;
}

Result<State> read_state(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return fail(ErrorCode::kNotFound, file.string() + " is no file");
  }
  try {
    return state_of(torch::jit::load(file.string(), at::Device(at::kCPU)));
  } catch (const std::exception&) {
    return fail(ErrorCode::kCorrupt, file.string() + " is no TorchScript that can be loaded");
  }
}

}  // namespace

void assign(const at::Tensor& target, const at::Tensor& values) {
  const at::NoGradGuard no_gradient;
  if (target.sizes() == values.sizes()) {
    target.copy_(values);
  } else {
    target.set_data(values.to(target.options(), /*non_blocking=*/false, /*copy=*/true));
  }
}

Result<StateTransfer> load_state(Model& model, const std::filesystem::path& file) {
  auto state = read_state(file);
  if (!state) {
    return tl::unexpected(state.error());
  }
  const at::NoGradGuard no_gradient;
  StateTransfer transfer;
  const std::vector<Model::NamedTensor> own = model.named_tensors();
  const bool scales_itself = !model.description().script;
  for (const auto& [name, tensor] : own) {
    if (scales_itself && is_scaling(name)) {
      continue;
    }
    const auto found = state->find(name);
    if (found == state->end()) {
      transfer.missing.push_back(name);
      continue;
    }
    if (found->second.sizes() == tensor.sizes()) {
      assign(tensor, found->second);
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
