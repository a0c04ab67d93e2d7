// SPDX-License-Identifier: MIT
#include "trainer/model/network.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/jit/api/module.h>

#include <sstream>

#include "trainer/model/constants.h"
#include "trainer/model/layer_kernels.h"
#include "trainer/model/torchscript.h"

namespace wattle::trainer {

at::Generator make_generator(std::uint64_t seed) {
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

Network::Network(ModelDescription description, InputScaling scaling, at::Generator weights,
                 at::ScalarType type)
    : description_(std::move(description)), scaling_(std::move(scaling)) {
  for (const Layer& layer : description_.layers) {
    tensors_.push_back(make_tensors(layer, weights, type));
  }
  find_last_uses();
}

void Network::find_last_uses() {
  last_use_.assign(description_.layers.size(), description_.layers.size());
  for (std::size_t i = 0; i < description_.layers.size(); ++i) {
    for (const int input : description_.layers[i].inputs) {
      if (input != kNetworkInput) {
        last_use_[static_cast<std::size_t>(input)] = i;
      }
    }
  }
}

at::Tensor Network::forward_training(const at::Tensor& inputs, at::Generator& dropout) {
  return run(inputs, &dropout);
}

at::Tensor Network::forward(const at::Tensor& inputs) const { return run(inputs, nullptr); }

std::vector<Network::LayerCall> Network::trace(const at::Tensor& inputs,
                                               at::Generator& dropout) const {
  std::vector<LayerCall> calls;
  run(inputs, &dropout, &calls);
  return calls;
}

at::Tensor Network::apply(const LayerCall& call, const ForwardPass& pass) const {
  return apply_layer(description_.layers[call.layer], tensors_[call.layer], call.inputs,
                     call.masked, pass);
}

at::Tensor Network::run(const at::Tensor& inputs, at::Generator* dropout,
                        std::vector<LayerCall>* calls) const {
  ForwardPass pass{dropout, {}};
  if (description_.input.kind == InputKind::kTokens) {
    pass.padding = padding_of(inputs);
  }
  const at::Tensor fed =
      scaling_.mean.defined() ? (inputs - scaling_.mean) * scaling_.scale : inputs;
  std::vector<at::Tensor> outputs(tensors_.size());
  std::vector<at::Tensor> taken;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Layer& layer = description_.layers[i];
    bool masked = false;
    for (const int input : layer.inputs) {
      const auto number = static_cast<std::size_t>(input);
      taken.push_back(input == kNetworkInput ? fed : outputs[number]);
      if (input != kNetworkInput) {
        masked = masked || description_.layers[number].masked;
      }
    }
    // Not while taking: a layer may take one output twice.
    for (const int input : layer.inputs) {
      if (input != kNetworkInput && last_use_[static_cast<std::size_t>(input)] == i) {
        outputs[static_cast<std::size_t>(input)].reset();
      }
    }
    outputs[i] = apply_layer(layer, tensors_[i], taken, masked, pass);
    if (calls != nullptr) {
      calls->push_back({i, taken, masked, outputs[i]});
    }
    taken.clear();
  }
  return outputs.back();
}

namespace {

template <class Names>
void append(std::vector<Model::NamedTensor>& named, const Layer& layer, const Names& endings,
            const std::vector<at::Tensor>& tensors) {
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    named.emplace_back(layer.name + "_" + endings[i], tensors[i]);
  }
}

}  // namespace

std::vector<Network::NamedTensor> Network::named_parameters() const {
  std::vector<NamedTensor> named;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Layer& layer = description_.layers[i];
    append(named, layer, parameter_names(layer), tensors_[i].parameters);
  }
  return named;
}

std::vector<Network::NamedTensor> Network::named_buffers() const {
  std::vector<NamedTensor> named;
  if (scaling_.mean.defined()) {
    named.emplace_back("input_mean", scaling_.mean);
    named.emplace_back("input_scale", scaling_.scale);
  }
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Layer& layer = description_.layers[i];
    append(named, layer, buffer_names(layer), tensors_[i].buffers);
  }
  return named;
}

std::string Network::torchscript() const {
  torch::jit::Module module(kNetworkModuleName);
  // Python's modules expect the flag; the source is of a network at rest whatever it says.
  module.register_attribute("training", c10::BoolType::get(), false);
  for (const auto& [name, tensor] : named_parameters()) {
    module.register_parameter(name, tensor.detach().cpu().clone(), false);
  }
  for (const auto& [name, tensor] : named_buffers()) {
    module.register_buffer(name, tensor.cpu().clone());
  }
  module.define(torchscript_source(description_, scaling_.mean.defined()));
  std::ostringstream out;
  module.save(out);
  return out.str();
}

}  // namespace wattle::trainer
