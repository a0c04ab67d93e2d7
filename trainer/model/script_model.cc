// SPDX-License-Identifier: MIT
#include "trainer/model/script_model.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

#include "trainer/model/constants.h"
#include "trainer/model/script_attributes.h"
#include "trainer/model/script_randomness.h"
#include "trainer/model/state.h"

namespace wattle::trainer {
namespace {

Result<std::string> read_bytes(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return fail(ErrorCode::kNotFound, "model.torchscript: " + file.string() + " is no file");
  }
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) {
    return fail(ErrorCode::kIo, "model.torchscript: " + file.string() + " cannot be read");
  }
  return bytes;
}

Result<torch::jit::Module> parse(const std::string& bytes, const ScriptReference& script) {
  try {
    std::istringstream in(bytes);
    torch::jit::Module module = torch::jit::load(in, at::Device(at::kCPU));
    return set_attributes(module, script.attributes).map([&] { return module; });
  } catch (const std::exception& error) {
    return fail(ErrorCode::kCorrupt,
                "model.torchscript: " + script.file.string() +
                    " is no TorchScript that can be loaded: " + first_lines(error.what()),
                "export it with torch.jit.script(module).save(file)");
  }
}

/// Frozen parameters stay so, unless that leaves nothing to train: modules that were saved for
/// inference have all of theirs frozen.
void let_train(const torch::jit::Module& module) {
  bool frozen = true;
  for (const at::Tensor& parameter : module.parameters()) {
    frozen = frozen && !parameter.requires_grad();
  }
  for (const at::Tensor& parameter : module.parameters()) {
    parameter.requires_grad_(parameter.requires_grad() ||
                             (frozen && parameter.is_floating_point()));
  }
}

/// Copies every tensor of `from` into the one of the same name.
void copy_tensors(const torch::jit::Module& from, const torch::jit::Module& to) {
  const auto copy_all = [](const auto& sources, const auto& targets) {
    auto target = targets.begin();
    for (const auto& source : sources) {
      assign((*target).value, source.value);
      ++target;
    }
  };
  copy_all(from.named_parameters(), to.named_parameters());
  copy_all(from.named_buffers(), to.named_buffers());
}

torch::jit::Module scaled(const torch::jit::Module& inner, const InputScaling& scaling) {
  torch::jit::Module outer(kScaledModuleName, inner._ivalue()->compilation_unit(), true);
  outer.register_attribute("training", c10::BoolType::get(), false);
  outer.register_buffer("input_mean", scaling.mean.cpu().clone());
  outer.register_buffer("input_scale", scaling.scale.cpu().clone());
  outer.register_module("inner", inner);
  outer.define(
      "def forward(self, x: Tensor) -> Tensor:\n"
      "    return self.inner.forward((x - self.input_mean) * self.input_scale)\n");
  return outer;
}

}  // namespace

std::string place_of(const ScriptReference& script) {
  return "model.torchscript: " + script.file.string() + ": ";
}

std::string first_lines(const std::string& message) {
  constexpr std::size_t kLongest = 600;
  return message.substr(0, std::min(message.find("\nException raised from"), kLongest));
}

ScriptModel::ScriptModel(ModelDescription description, InputScaling scaling, std::string bytes,
                         torch::jit::Module module)
    : description_(std::move(description)),
      scaling_(std::move(scaling)),
      bytes_(std::move(bytes)),
      module_(std::move(module)) {}

Result<std::unique_ptr<ScriptModel>> ScriptModel::load(const ModelDescription& description,
                                                       InputScaling scaling) {
  const ScriptReference& script = *description.script;
  auto bytes = read_bytes(script.file);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  auto module = parse(*bytes, script);
  if (!module) {
    return tl::unexpected(module.error());
  }
  if (auto owned = own_randomness(*module); !owned) {
    Error error = owned.error();
    error.message = place_of(script) + error.message;
    return tl::unexpected(std::move(error));
  }
  let_train(*module);
  return std::unique_ptr<ScriptModel>(
      new ScriptModel(description, std::move(scaling), std::move(*bytes), std::move(*module)));
}

at::Tensor ScriptModel::run(const at::Tensor& inputs, bool training) const {
  const torch::jit::GraphOptimizerEnabledGuard unoptimised(false);
  // A module may turn gradients off, and leave them so.
  const c10::AutoGradMode as_before(at::GradMode::is_enabled());
  torch::jit::Module module = module_;
  module.train(training);
  const at::Tensor fed = scaling_.mean.defined() ? (inputs - scaling_.mean.to(inputs.device())) *
                                                       scaling_.scale.to(inputs.device())
                                                 : inputs;
  return module.forward({fed}).toTensor();
}

at::Tensor ScriptModel::forward_training(const at::Tensor& inputs, at::Generator& generator) {
  const DropoutScope scope(generator);
  return run(inputs, true);
}

at::Tensor ScriptModel::forward(const at::Tensor& inputs) const { return run(inputs, false); }

std::vector<Model::NamedTensor> ScriptModel::named_parameters() const {
  std::vector<NamedTensor> named;
  for (const auto& each : module_.named_parameters()) {
    if (each.value.requires_grad()) {
      named.emplace_back(each.name, each.value);
    }
  }
  return named;
}

std::vector<Model::NamedTensor> ScriptModel::named_buffers() const {
  std::vector<NamedTensor> named;
  for (const auto& each : module_.named_parameters()) {
    if (!each.value.requires_grad()) {
      named.emplace_back(each.name, each.value);
    }
  }
  for (const auto& each : module_.named_buffers()) {
    named.emplace_back(each.name, each.value);
  }
  return named;
}

std::string ScriptModel::torchscript() const {
  torch::jit::Module module = *parse(bytes_, *description_.script);
  copy_tensors(module_, module);
  module.eval();
  if (scaling_.mean.defined()) {
    module = scaled(module, scaling_);
  }
  std::ostringstream out;
  module.save(out);
  return out.str();
}

}  // namespace wattle::trainer
