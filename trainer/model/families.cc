// SPDX-License-Identifier: MIT
#include "trainer/model/families.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "trainer/model/family_builders.h"
#include "trainer/model/graph.h"

namespace wattle::trainer {
namespace {

struct Family {
  std::string_view name;
  FamilyBuilder* build;
};

constexpr std::array<Family, 12> kFamilies = {{{"mlp", build_mlp},
                                               {"dense_poly", build_dense_poly},
                                               {"dense_linear", build_dense_linear},
                                               {"simple_cnn", build_simple_cnn},
                                               {"cnn", build_cnn},
                                               {"vgg", build_vgg},
                                               {"resnet", build_resnet},
                                               {"mobilenet_v2", build_mobilenet_v2},
                                               {"xception", build_xception},
                                               {"nasnet", build_nasnet},
                                               {"lstm", build_lstm},
                                               {"transformer", build_transformer}}};

bool is_graph(const nlohmann::json& model) {
  return model.is_object() &&
         (model.contains("family") ? model["family"] == "graph" : model.contains("layers"));
}

}  // namespace

Activation read_activation(FieldReader& reader, Activation fallback) {
  const auto& names = activation_names();
  const std::string name = reader.choice("activation", activation_name(fallback), names);
  return static_cast<Activation>(std::find(names.begin(), names.end(), name) - names.begin());
}

void add_convolution_block(DescriptionBuilder& builder, const ConvolutionBlock& block) {
  builder.add({.kind = LayerKind::kConvolution,
               .features = block.channels,
               .kernel = block.kernel,
               .stride = block.stride,
               .padding = kSamePadding,
               .groups = block.groups,
               .bias = false});
  builder.batch_normalisation();
  builder.activation(block.activation);
}

std::int64_t stride_that_fits(const DescriptionBuilder& builder, std::int64_t stride) {
  const Sizes& shape = builder.shape();
  const bool fits = shape.size() == 3 && std::min(shape[1], shape[2]) >= stride * kSmallestSide - 1;
  return fits ? stride : 1;
}

void add_pooled_classifier(DescriptionBuilder& builder, double dropout, std::int64_t outputs) {
  builder.add({.kind = LayerKind::kGlobalPooling});
  builder.dropout(dropout);
  builder.linear(outputs);
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  names.reserve(kFamilies.size());
  for (const Family& family : kFamilies) {
    names.emplace_back(family.name);
  }
  return names;
}

Result<ModelDescription> describe_model(const nlohmann::json& model, const InputDescription& input,
                                        std::int64_t outputs) {
  if (is_graph(model)) {
    return describe_graph(model, input, outputs);
  }
  FieldReader reader(model, "model");
  const std::string name = reader.choice("family", {}, family_names());
  DescriptionBuilder builder(input);
  for (const Family& family : kFamilies) {
    if (family.name == name) {
      family.build(reader, input, outputs, builder);
    }
  }
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  return builder.finish(outputs);
}

}  // namespace wattle::trainer
