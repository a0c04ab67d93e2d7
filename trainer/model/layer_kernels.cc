// SPDX-License-Identifier: MIT
#include "trainer/model/layer_kernels.h"

#include <ATen/ATen.h>

#include "trainer/model/constants.h"

namespace wattle::trainer {
namespace {

at::Tensor activate(const at::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::kNone:
      return x;
    case Activation::kRelu:
      return at::relu(x);
    case Activation::kTanh:
      return at::tanh(x);
    case Activation::kGelu:
      return at::gelu(x);
    case Activation::kSigmoid:
      return at::sigmoid(x);
    case Activation::kLeakyRelu:
      return at::leaky_relu(x, kLeakySlope);
    case Activation::kSilu:
      return at::silu(x);
    case Activation::kElu:
      return at::elu(x);
    case Activation::kRelu6:
      // libtorch 1.13 has no way back through its relu6 in bfloat16 on the CPU.
      return x.scalar_type() == at::kBFloat16 ? at::clamp(x, 0, 6) : at::relu6(x);
    case Activation::kHardswish:
      return at::hardswish(x);
    case Activation::kSoftplus:
      return at::softplus(x);
  }
  return x;
}

/// Zeroes with the layer's probability and scales the rest, so that the mean stays. at::dropout
/// takes no generator, hence the mask by hand.
at::Tensor drop(const at::Tensor& x, double probability, at::Generator* generator) {
  if (generator == nullptr || probability <= 0.0) {
    return x;
  }
  const double kept = 1.0 - probability;
  return x * at::empty_like(x).bernoulli_(kept, *generator).div_(kept);
}

at::Tensor normalise(const Layer& layer, const LayerTensors& own, const at::Tensor& x,
                     bool training) {
  const at::Tensor& weight = own.parameters[0];
  const at::Tensor& bias = own.parameters[1];
  // In bfloat16 what a product gives is narrower than the weight, which not every libtorch takes.
  if (layer.kind == LayerKind::kLayerNormalisation) {
    return at::layer_norm(x.type_as(weight), weight.sizes(), weight, bias, kNormalisationEpsilon,
                          false);
  }
  if (layer.kind == LayerKind::kGroupNormalisation) {
    return at::group_norm(x.type_as(weight), layer.groups, weight, bias, kNormalisationEpsilon,
                          false);
  }
  return at::batch_norm(x, weight, bias, own.buffers[0], own.buffers[1], training,
                        kNormalisationMomentum, kNormalisationEpsilon, false);
}

/// The state behind the last token that is no padding; of the way back, the one at the first.
at::Tensor last_state(const Layer& layer, const at::Tensor& states, bool masked,
                      const ForwardPass& pass) {
  at::Tensor last;
  if (masked) {
    const at::Tensor place =
        at::argmax(at::cumsum(at::logical_not(pass.padding), 1), 1, /*keepdim=*/true);
    last = at::squeeze(at::take_along_dim(states, at::unsqueeze(place, 2), 1), 1);
  } else {
    last = states.select(1, layer.input[0] - 1);
  }
  return layer.bidirectional
             ? at::cat({last.narrow(1, 0, layer.features),
                        states.select(1, 0).narrow(1, layer.features, layer.features)},
                       1)
             : last;
}

at::Tensor recur(const Layer& layer, const LayerTensors& own, const at::Tensor& x, bool masked,
                 const ForwardPass& pass) {
  const at::Tensor start =
      x.new_zeros({layer.layers * directions(layer), x.size(0), layer.features});
  const bool training = pass.dropout != nullptr;
  // Their own dropout would draw from the default generator: it is none.
  const at::Tensor states =
      layer.kind == LayerKind::kLstm
          ? std::get<0>(at::lstm(x, {start, start}, own.parameters, true, layer.layers, 0.0,
                                 training, layer.bidirectional, true))
          : std::get<0>(at::gru(x, start, own.parameters, true, layer.layers, 0.0, training,
                                layer.bidirectional, true));
  return layer.whole_sequence ? states : last_state(layer, states, masked, pass);
}

/// softmax(Q K^T / sqrt(e)) V for each head of e features, then a linear layer [Vaswani2017,
/// Section 3.2].
at::Tensor attend(const Layer& layer, const LayerTensors& own, const at::Tensor& x, bool masked,
                  const ForwardPass& pass) {
  const std::int64_t length = layer.input[0];
  const std::int64_t size = layer.input[1] / layer.heads;
  const at::Tensor qkv = at::linear(x, own.parameters[0], own.parameters[1])
                             .reshape({-1, length, 3, layer.heads, size})
                             .permute({2, 0, 3, 1, 4});
  at::Tensor scores =
      at::matmul(qkv.select(0, 0) * score_scale(size), qkv.select(0, 1).transpose(2, 3));
  if (masked) {
    scores = scores.masked_fill(pass.padding.unsqueeze(1).unsqueeze(1), kMaskedScore);
  }
  const at::Tensor sums = at::matmul(at::softmax(scores, 3), qkv.select(0, 2));
  return at::linear(sums.permute({0, 2, 1, 3}).reshape({-1, length, layer.input[1]}),
                    own.parameters[2], own.parameters[3]);
}

at::Tensor mean_over_sequence(const at::Tensor& x, bool masked, const ForwardPass& pass) {
  if (!masked) {
    return x.mean({1});
  }
  const at::Tensor kept = at::logical_not(pass.padding).type_as(x).unsqueeze(2);
  return at::div(at::sum(x * kept, {1}), at::sum(kept, {1}));
}

at::Tensor convolve(const Layer& layer, const LayerTensors& own, const at::Tensor& x) {
  const at::Tensor bias = layer.bias ? own.parameters[1] : at::Tensor();
  return at::conv2d(x, own.parameters[0], bias, {layer.stride, layer.stride},
                    {layer.padding, layer.padding}, {layer.dilation, layer.dilation}, layer.groups);
}

at::Tensor pool(const Layer& layer, const at::Tensor& x) {
  const std::vector<std::int64_t> kernel(2, layer.kernel);
  const std::vector<std::int64_t> stride(2, layer.stride);
  const std::vector<std::int64_t> padding(2, layer.padding);
  return layer.kind == LayerKind::kPooling ? at::max_pool2d(x, kernel, stride, padding)
                                           : at::avg_pool2d(x, kernel, stride, padding);
}

at::Tensor sum_of(const std::vector<at::Tensor>& inputs) {
  at::Tensor sum = inputs.front();
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    sum = sum + inputs[i];
  }
  return sum;
}

}  // namespace

at::Tensor padding_of(const at::Tensor& tokens) {
  return at::constant_pad_nd(tokens.narrow(1, 1, tokens.size(1) - 1).eq(0), {1, 0}, 0);
}

at::Tensor apply_layer(const Layer& layer, const LayerTensors& own,
                       const std::vector<at::Tensor>& inputs, bool masked,
                       const ForwardPass& pass) {
  const at::Tensor& x = inputs.front();
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return convolve(layer, own, x);
    case LayerKind::kLinear:
      return at::linear(x, own.parameters[0], layer.bias ? own.parameters[1] : at::Tensor());
    case LayerKind::kActivation:
      return activate(x, layer.activation);
    case LayerKind::kNormalisation:
    case LayerKind::kLayerNormalisation:
    case LayerKind::kGroupNormalisation:
      return normalise(layer, own, x, pass.dropout != nullptr);
    case LayerKind::kPooling:
    case LayerKind::kAveragePooling:
      return pool(layer, x);
    case LayerKind::kGlobalPooling:
      return x.mean({2, 3});
    case LayerKind::kReshape:
      return x.flatten(1);
    case LayerKind::kSequence:
      return x.flatten(2).transpose(1, 2);
    case LayerKind::kDropout:
      return drop(x, layer.probability, pass.dropout);
    case LayerKind::kEmbedding:
      return at::embedding(own.parameters[0], x, /*padding_idx=*/0);
    case LayerKind::kPosition:
      return x + own.parameters[0];
    case LayerKind::kLstm:
    case LayerKind::kGru:
      return recur(layer, own, x, masked, pass);
    case LayerKind::kAttention:
      return attend(layer, own, x, masked, pass);
    case LayerKind::kMean:
      return mean_over_sequence(x, masked, pass);
    case LayerKind::kPadChannels:
      return at::constant_pad_nd(x, {0, 0, 0, 0, 0, layer.features - layer.input[0]}, 0);
    case LayerKind::kAdd:
      return sum_of(inputs);
    case LayerKind::kConcat:
      return at::cat(inputs, layer.input.size() == 2 ? 2 : 1);
    case LayerKind::kScript:
      break;
  }
  return x;
}

}  // namespace wattle::trainer
