// SPDX-License-Identifier: MIT
#include "trainer/model/script_rules.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/jit/ir/constants.h>

#include <map>
#include <string_view>

namespace wattle::trainer {
namespace {

using torch::jit::Node;

/// Operations that libtorch's tags say nothing of, most of them known to TorchScript alone.
std::string_view misdeed_of(const std::string& operation) {
  constexpr std::string_view kDraws = "draws random numbers from libtorch's default generator";
  constexpr std::string_view kSeeds = "seeds libtorch's default generator";
  constexpr std::string_view kFiles = "reads or writes a file";
  constexpr std::string_view kElsewhere = "computes on another thread or machine";
  static const std::map<std::string, std::string_view> misdeeds = {
      {"aten::_no_grad_uniform_", kDraws},
      {"aten::_no_grad_normal_", kDraws},
      {"aten::manual_seed", kSeeds},
      {"aten::seed", kSeeds},
      {"aten::save", kFiles},
      {"aten::from_file", kFiles},
      {"prim::fork", kElsewhere},
      {"prim::rpc_async", kElsewhere},
      {"prim::rpc_sync", kElsewhere},
      {"prim::rpc_remote", kElsewhere},
      {"prim::Print", "writes to the console"},
      {"prim::TimePoint", "reads a clock"}};
  const auto found = misdeeds.find(operation);
  return found == misdeeds.end() ? std::string_view() : found->second;
}

bool is_of_a_network(const std::string& operation) {
  const std::string library = operation.substr(0, operation.find("::"));
  return library == "aten" || library == "prim" || library == "wattle";
}

/// The operation has a dropout of its own that is not known to be off.
bool drops_inside(const Node& node, const c10::FunctionSchema& schema) {
  for (std::size_t i = 0; i < schema.arguments().size(); ++i) {
    const std::string& name = schema.arguments()[i].name();
    if (name == "dropout" || name == "dropout_p") {
      const auto value = torch::jit::toIValue(node.input(i));
      return !value || !value->isDouble() || value->toDouble() != 0.0;
    }
  }
  return false;
}

/// The fault of setting an attribute of a module that is no tensor.
std::string fault_of_setting(const Node& node) {
  const auto owner = node.input(0)->type()->cast<c10::ClassType>();
  const std::string& name = node.s(c10::attr::name);
  if (!owner || !owner->is_module()) {
    return {};
  }
  const c10::TypePtr type = owner->getAttribute(name);
  return type->isSubtypeOf(*c10::TensorType::get())
             ? std::string()
             : "prim::SetAttr changes " + name + ", of type " + type->annotation_str() +
                   "; only tensors may change: register a buffer";
}

}  // namespace

std::string fault_of(const Node& node, bool restores) {
  const std::string operation = node.kind().toQualString();
  if (const std::string_view misdeed = misdeed_of(operation); !misdeed.empty()) {
    return operation + " " + std::string(misdeed);
  }
  if (!is_of_a_network(operation)) {
    return operation + " is no operation of a network";
  }
  if (node.kind() == c10::prim::SetAttr && !restores) {
    return fault_of_setting(node);
  }
  const c10::FunctionSchema* schema = node.maybeSchema();
  if (schema == nullptr) {
    return {};
  }
  const auto handle = c10::Dispatcher::singleton().findSchema(schema->operator_name());
  if (handle && handle->hasTag(at::Tag::nondeterministic_seeded)) {
    return operation + " draws random numbers from libtorch's default generator";
  }
  return drops_inside(node, *schema)
             ? operation + " has a dropout of its own; write 0 there and use a dropout layer"
             : std::string();
}

}  // namespace wattle::trainer
