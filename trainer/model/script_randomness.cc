// SPDX-License-Identifier: MIT
#include "trainer/model/script_randomness.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/library.h>

#include <map>
#include <string>

#include "trainer/model/script_rules.h"

namespace wattle::trainer {
namespace {

using torch::jit::Node;

thread_local at::Generator* current_generator = nullptr;

/// 1 / (1 - p) with probability 1 - p, else 0; one number an element, or one a channel of an
/// example.
at::Tensor dropout_mask(const at::Tensor& x, double p, bool whole_channels) {
  TORCH_CHECK(current_generator != nullptr, "dropout outside a training step");
  TORCH_CHECK(p >= 0.0 && p <= 1.0, "dropout probability ", p, " is not in [0, 1]");
  std::vector<std::int64_t> sizes(x.sizes().begin(), x.sizes().end());
  for (std::size_t i = 2; whole_channels && i < sizes.size(); ++i) {
    sizes[i] = 1;
  }
  const double kept = 1.0 - p;
  at::Tensor mask = at::empty(sizes, x.options()).bernoulli_(kept, *current_generator);
  return kept > 0.0 ? mask.div_(kept) : mask;
}

template <bool whole_channels>
at::Tensor drop(const at::Tensor& x, double p, bool training) {
  return training && p != 0.0 ? x * dropout_mask(x, p, whole_channels) : x.alias();
}

template <bool whole_channels>
at::Tensor drop_in_place(at::Tensor x, double p, bool training) {  // NOLINT(performance-*)
  return training && p != 0.0 ? x.mul_(dropout_mask(x, p, whole_channels)) : x;
}

TORCH_LIBRARY(wattle, library) {
  library.def("dropout(Tensor(a) x, float p, bool training) -> Tensor(a)", drop<false>);
  library.def("feature_dropout(Tensor(a) x, float p, bool training) -> Tensor(a)", drop<true>);
  library.def("dropout_(Tensor(a!) x, float p, bool training) -> Tensor(a!)", drop_in_place<false>);
  library.def("feature_dropout_(Tensor(a!) x, float p, bool training) -> Tensor(a!)",
              drop_in_place<true>);
}

/// What the operation is replaced by; empty for all others.
std::string replacement_of(const std::string& operation) {
  static const std::map<std::string, std::string> replacements = {
      {"aten::dropout", "wattle::dropout"},
      {"aten::dropout_", "wattle::dropout_"},
      {"aten::feature_dropout", "wattle::feature_dropout"},
      {"aten::feature_dropout_", "wattle::feature_dropout_"}};
  const auto found = replacements.find(operation);
  return found == replacements.end() ? std::string() : found->second;
}

void replace(Node& node, const std::string& operation) {
  Node* other = node.owningGraph()->create(c10::Symbol::fromQualString(operation), node.inputs());
  other->copyMetadata(&node);
  other->insertBefore(&node);
  other->output()->copyMetadata(node.output());
  node.output()->replaceAllUsesWith(other->output());
}

/// Rewrites a block and those inside it; returns the first fault.
std::string rewrite(torch::jit::Block& block, bool restores) {
  for (auto it = block.nodes().begin(); it != block.nodes().end();) {
    Node& node = **it;
    ++it;
    const std::string replacement = replacement_of(node.kind().toQualString());
    if (!replacement.empty()) {
      replace(node, replacement);
      node.destroy();
      continue;
    }
    std::string fault = fault_of(node, restores);
    for (torch::jit::Block* inside : node.blocks()) {
      fault = fault.empty() ? rewrite(*inside, restores) : fault;
    }
    if (!fault.empty()) {
      return fault;
    }
  }
  return {};
}

}  // namespace

Result<void> own_randomness(torch::jit::Module& module) {
  const auto unit = module._ivalue()->compilation_unit();
  // Reading a function may bring in those that it calls.
  for (std::size_t i = 0; i < unit->get_functions().size(); ++i) {
    torch::jit::Function& function = *unit->get_functions()[i];
    const bool restores = function.name() == "__setstate__";
    const std::string fault =
        rewrite(*torch::jit::toGraphFunction(function).graph()->block(), restores);
    if (!fault.empty()) {
      return fail(
          ErrorCode::kInvalidArgument, function.qualname().name() + "(): " + fault,
          "a trial can be repeated and gone on with: what forward() does must depend on its "
          "inputs, the module's tensors and the trial's own random numbers alone");
    }
  }
  return {};
}

DropoutScope::DropoutScope(at::Generator& generator) : before_(current_generator) {
  current_generator = &generator;
}

DropoutScope::~DropoutScope() { current_generator = before_; }

}  // namespace wattle::trainer
