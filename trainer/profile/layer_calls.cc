// SPDX-License-Identifier: MIT
#include "trainer/profile/layer_calls.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <memory>
#include <utility>

#include "trainer/training/precision.h"

namespace wattle::trainer {
namespace {

/// What all layers of a step share.
struct StepContext {
  Precision precision;
  at::Device device;
  at::Tensor padding;
  at::Generator dropout;
};

/// One layer, with inputs that no earlier layer made.
class LayerAlone {
 public:
  LayerAlone(const Network& network, const Network::LayerCall& call, const StepContext& context)
      : network_(network), call_(call), context_(context) {
    const Layer& layer = network.description().layers[call.layer];
    for (std::size_t i = 0; i < call_.inputs.size(); ++i) {
      // Nothing before the data wants their gradient.
      const bool wanted = layer.inputs[i] != kNetworkInput && call.inputs[i].requires_grad();
      call_.inputs[i] = call.inputs[i].detach().requires_grad_(wanted);
    }
  }

  at::Tensor forward() {
    const PrecisionScope scope(context_.precision, context_.device);
    return network_.apply(call_, {&context_.dropout, context_.padding});
  }

  std::vector<at::Tensor> inputs_and_parameters() const {
    std::vector<at::Tensor> all = call_.inputs;
    const auto& parameters = network_.tensors(call_.layer).parameters;
    all.insert(all.end(), parameters.begin(), parameters.end());
    return all;
  }

  std::int64_t bytes() const {
    std::size_t sum = call_.output.nbytes();
    for (const at::Tensor& input : call_.inputs) {
      sum += input.nbytes();
    }
    for (const at::Tensor& parameter : network_.tensors(call_.layer).parameters) {
      sum += parameter.nbytes();
    }
    return static_cast<std::int64_t>(sum);
  }

 private:
  const Network& network_;
  Network::LayerCall call_;
  StepContext context_;
};

}  // namespace

std::function<void()> backward_through(const at::Tensor& output, std::vector<at::Tensor> wanted,
                                       at::Generator& generator) {
  std::erase_if(wanted, [](const at::Tensor& tensor) { return !tensor.requires_grad(); });
  if (wanted.empty() || !output.requires_grad()) {
    return {};
  }
  const at::Tensor gradient = at::empty_like(output).normal_(0.0, 1.0, generator);
  return [output, wanted, gradient] {
    constexpr bool kKeepGraph = true;
    constexpr bool kCreateGraph = false;
    constexpr bool kAllowUnused = true;
    torch::autograd::grad({output}, wanted, {gradient}, kKeepGraph, kCreateGraph, kAllowUnused);
  };
}

std::vector<LayerWork> layer_work(const Network& network, const at::Tensor& inputs,
                                  Precision precision, at::Generator dropout) {
  StepContext context{precision, inputs.device(), {}, dropout};
  if (network.description().input.kind == InputKind::kTokens) {
    context.padding = padding_of(inputs);
  }
  std::vector<Network::LayerCall> calls;
  {
    const PrecisionScope scope(precision, inputs.device());
    calls = network.trace(inputs, dropout);
  }
  std::vector<LayerWork> works;
  for (const Network::LayerCall& call : calls) {
    const auto layer = std::make_shared<LayerAlone>(network, call, context);
    works.push_back({[layer] { layer->forward(); },
                     backward_through(layer->forward(), layer->inputs_and_parameters(), dropout),
                     layer->bytes()});
  }
  return works;
}

}  // namespace wattle::trainer
