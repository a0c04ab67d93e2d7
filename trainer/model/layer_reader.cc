// SPDX-License-Identifier: MIT
#include "trainer/model/layer_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace wattle::trainer {
namespace {

// Heuristic ends: beyond them a scenario is mistaken rather than ambitious.
constexpr Range kFeatures{1.0, 1e6};
constexpr Range kKernel{1.0, 31.0};
constexpr Range kStride{1.0, 31.0};
constexpr Range kPadding{0.0, 256.0};
constexpr Range kLayers{1.0, 64.0};
constexpr Range kProbability{0.0, 1.0, false, true};

/// A member that has no default.
std::int64_t needed(FieldReader& reader, const std::string& name) {
  if (!reader.has(name)) {
    reader.reject(name, "is missing");
  }
  return reader.integer(name, 1, kFeatures);
}

void read_convolution(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.features = needed(reader, "channels");
  layer.kernel = reader.integer("kernel", 3, kKernel);
  layer.stride = reader.integer("stride", 1, kStride);
  layer.groups = reader.integer("groups", 1, kFeatures);
  layer.dilation = reader.integer("dilation", 1, kKernel);
  layer.bias = reader.boolean("bias", true);
  const nlohmann::json& padding = reader.member("padding");
  layer.padding = padding.is_null() || padding == "same"
                      ? kSamePadding
                      : reader.integer("padding", kSamePadding, kPadding);
}

void read_linear(FieldReader& reader, std::int64_t outputs, LayerSettings& layer) {
  layer.features = reader.integer("features", outputs, kFeatures);
  layer.bias = reader.boolean("bias", true);
}

void read_group_norm(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.groups = needed(reader, "groups");
}

void read_pooling(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.kernel = reader.integer("kernel", 2, kKernel);
  layer.stride = reader.integer("stride", layer.kernel, kStride);
  layer.padding = reader.integer("padding", 0, kPadding);
}

void read_dropout(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.probability = reader.real("probability", 0.5, kProbability);
}

void read_embedding(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.features = needed(reader, "features");
}

void read_recurrent(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.features = needed(reader, "hidden");
  layer.layers = reader.integer("layers", 1, kLayers);
  layer.bidirectional = reader.boolean("bidirectional", false);
  layer.whole_sequence = reader.choice("output", "last", {"last", "sequence"}) == "sequence";
}

void read_attention(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.heads = reader.integer("heads", 1, kFeatures);
}

void read_pad_channels(FieldReader& reader, std::int64_t, LayerSettings& layer) {
  layer.features = needed(reader, "channels");
}

void read_nothing(FieldReader&, std::int64_t, LayerSettings&) {}

struct WrittenKind {
  std::string_view name;
  LayerKind kind;
  void (*read)(FieldReader&, std::int64_t outputs, LayerSettings&);
};

constexpr std::array<WrittenKind, 20> kKinds = {{
    {"convolution", LayerKind::kConvolution, read_convolution},
    {"linear", LayerKind::kLinear, read_linear},
    {"batch_norm", LayerKind::kNormalisation, read_nothing},
    {"layer_norm", LayerKind::kLayerNormalisation, read_nothing},
    {"group_norm", LayerKind::kGroupNormalisation, read_group_norm},
    {"max_pooling", LayerKind::kPooling, read_pooling},
    {"average_pooling", LayerKind::kAveragePooling, read_pooling},
    {"global_average_pooling", LayerKind::kGlobalPooling, read_nothing},
    {"flatten", LayerKind::kReshape, read_nothing},
    {"sequence", LayerKind::kSequence, read_nothing},
    {"dropout", LayerKind::kDropout, read_dropout},
    {"embedding", LayerKind::kEmbedding, read_embedding},
    {"position", LayerKind::kPosition, read_nothing},
    {"lstm", LayerKind::kLstm, read_recurrent},
    {"gru", LayerKind::kGru, read_recurrent},
    {"attention", LayerKind::kAttention, read_attention},
    {"mean", LayerKind::kMean, read_nothing},
    {"pad_channels", LayerKind::kPadChannels, read_pad_channels},
    {"add", LayerKind::kAdd, read_nothing},
    {"concat", LayerKind::kConcat, read_nothing},
}};

}  // namespace

std::vector<std::string> written_kinds() {
  std::vector<std::string> names(activation_names().begin() + 1, activation_names().end());
  for (const WrittenKind& each : kKinds) {
    names.emplace_back(each.name);
  }
  return names;
}

LayerSettings read_layer(FieldReader& reader, std::int64_t outputs) {
  LayerSettings layer;
  const std::string kind = reader.choice("kind", {}, written_kinds());
  const auto& activations = activation_names();
  const auto activation = std::find(activations.begin(), activations.end(), kind);
  if (activation != activations.end()) {
    layer.kind = LayerKind::kActivation;
    layer.activation = static_cast<Activation>(activation - activations.begin());
  }
  for (const WrittenKind& each : kKinds) {
    if (each.name == kind) {
      layer.kind = each.kind;
      each.read(reader, outputs, layer);
    }
  }
  return layer;
}

}  // namespace wattle::trainer
