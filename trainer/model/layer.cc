// SPDX-License-Identifier: MIT
#include "trainer/model/layer.h"

namespace wattle::trainer {

std::string kind_name(LayerKind kind) {
  static const std::vector<std::string> names = {"convolution",
                                                 "linear",
                                                 "activation",
                                                 "normalisation",
                                                 "layer_normalisation",
                                                 "group_normalisation",
                                                 "pooling",
                                                 "average_pooling",
                                                 "global_pooling",
                                                 "reshape",
                                                 "sequence",
                                                 "dropout",
                                                 "embedding",
                                                 "position",
                                                 "lstm",
                                                 "gru",
                                                 "attention",
                                                 "mean",
                                                 "pad_channels",
                                                 "add",
                                                 "concat",
                                                 "torchscript"};
  return names[static_cast<std::size_t>(kind)];
}

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = {"none",    "relu",       "tanh",    "gelu",
                                                 "sigmoid", "leaky_relu", "silu",    "elu",
                                                 "relu6",   "hardswish",  "softplus"};
  return names;
}

std::string activation_name(Activation activation) {
  return activation_names()[static_cast<std::size_t>(activation)];
}

std::int64_t directions(const LayerSettings& layer) { return layer.bidirectional ? 2 : 1; }

std::vector<std::string> parameter_names(const LayerSettings& layer) {
  switch (layer.kind) {
    case LayerKind::kConvolution:
    case LayerKind::kLinear:
      return layer.bias ? std::vector<std::string>{"weight", "bias"}
                        : std::vector<std::string>{"weight"};
    case LayerKind::kNormalisation:
    case LayerKind::kLayerNormalisation:
    case LayerKind::kGroupNormalisation:
      return {"weight", "bias"};
    case LayerKind::kEmbedding:
    case LayerKind::kPosition:
      return {"weight"};
    case LayerKind::kAttention:
      return {"weight_qkv", "bias_qkv", "weight", "bias"};
    case LayerKind::kLstm:
    case LayerKind::kGru: {
      std::vector<std::string> names;
      for (std::int64_t i = 0; i < layer.layers * directions(layer); ++i) {
        const bool backwards = layer.bidirectional && i % 2 == 1;
        const std::string end =
            "_l" + std::to_string(i / directions(layer)) + (backwards ? "_reverse" : "");
        for (const char* stem : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
          names.push_back(stem + end);
        }
      }
      return names;
    }
    default:
      return {};
  }
}

std::vector<std::string> buffer_names(const LayerSettings& layer) {
  return layer.kind == LayerKind::kNormalisation ? std::vector<std::string>{"mean", "variance"}
                                                 : std::vector<std::string>{};
}

}  // namespace wattle::trainer
