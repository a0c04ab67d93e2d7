// SPDX-License-Identifier: MIT
#include "trainer/model/families.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

// Heuristic ends: beyond them a scenario is mistaken rather than ambitious.
constexpr Range kWidth{1.0, 1e6};
constexpr Range kKernel{1.0, 31.0};
constexpr Range kLayers{1.0, 64.0};
constexpr Range kConvolutions{0.0, 16.0};
constexpr Range kProbability{0.0, 1.0, false, true};
constexpr std::int64_t kPublishedGrowth = 3;
constexpr std::int64_t kPublishedKernel = 3;

Activation read_activation(FieldReader& reader, Activation fallback) {
  const auto& names = activation_names();
  const std::string name = reader.choice("activation", activation_name(fallback), names);
  return static_cast<Activation>(std::find(names.begin(), names.end(), name) - names.begin());
}

struct Hidden {
  std::vector<std::int64_t> sizes;
  Activation activation = Activation::kRelu;
  double dropout = 0.0;
};

Hidden read_hidden(FieldReader& reader) {
  return {reader.integers("hidden", {64}, kWidth), read_activation(reader, Activation::kRelu),
          reader.real("dropout", 0.0, kProbability)};
}

void add_linear_stack(DescriptionBuilder& builder, const Hidden& hidden, int classes) {
  builder.flatten();
  for (const std::int64_t size : hidden.sizes) {
    builder.linear(size);
    builder.activation(hidden.activation);
    builder.dropout(hidden.dropout);
  }
  builder.linear(classes);
}

std::vector<std::int64_t> poly_sizes(const ImageShape& input, std::int64_t layers) {
  std::vector<std::int64_t> sizes;
  std::int64_t size = input.pixels();
  for (std::int64_t d = 0; d + 1 < layers; ++d) {
    size /= 2;
    sizes.push_back(std::max(size, input.channels));
  }
  return sizes;
}

std::vector<std::int64_t> linear_sizes(const ImageShape& input, std::int64_t layers) {
  std::vector<std::int64_t> sizes;
  for (std::int64_t d = 0; d + 1 < layers; ++d) {
    sizes.push_back(input.pixels() * (layers - d - 1) / layers);
  }
  return sizes;
}

void build_mlp(FieldReader& reader, const ImageShape&, int classes, DescriptionBuilder& builder) {
  add_linear_stack(builder, read_hidden(reader), classes);
}

void build_dense_poly(FieldReader& reader, const ImageShape& input, int classes,
                      DescriptionBuilder& builder) {
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kNone);
  add_linear_stack(builder, {poly_sizes(input, layers), activation, 0.0}, classes);
}

void build_dense_linear(FieldReader& reader, const ImageShape& input, int classes,
                        DescriptionBuilder& builder) {
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kNone);
  add_linear_stack(builder, {linear_sizes(input, layers), activation, 0.0}, classes);
}

void build_simple_cnn(FieldReader& reader, const ImageShape& input, int classes,
                      DescriptionBuilder& builder) {
  const std::int64_t convolutions = reader.integer("convolutions", 2, kConvolutions);
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kRelu);
  std::int64_t channels = reader.integer("width", kPublishedGrowth * input.channels, kWidth);
  for (std::int64_t d = 0; d < convolutions; ++d) {
    builder.convolution(channels, kPublishedKernel);
    builder.batch_normalisation();
    builder.activation(activation);
    builder.max_pooling();
    channels *= kPublishedGrowth;
  }
  add_linear_stack(builder, {poly_sizes(input, layers), Activation::kNone, 0.0}, classes);
}

void build_cnn(FieldReader& reader, const ImageShape&, int classes, DescriptionBuilder& builder) {
  const std::vector<std::int64_t> channels = reader.integers("channels", {16, 32}, kWidth);
  const std::int64_t kernel = reader.integer("kernel", 3, kKernel);
  const bool normalise = reader.boolean("batch_norm", false);
  const Hidden hidden = read_hidden(reader);
  for (const std::int64_t count : channels) {
    builder.convolution(count, kernel);
    if (normalise) {
      builder.batch_normalisation();
    }
    builder.activation(hidden.activation);
    builder.max_pooling();
  }
  add_linear_stack(builder, hidden, classes);
}

struct Family {
  std::string_view name;
  void (*build)(FieldReader&, const ImageShape&, int, DescriptionBuilder&);
};

constexpr std::array<Family, 5> kFamilies = {{{"mlp", build_mlp},
                                              {"dense_poly", build_dense_poly},
                                              {"dense_linear", build_dense_linear},
                                              {"simple_cnn", build_simple_cnn},
                                              {"cnn", build_cnn}}};

}  // namespace

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  names.reserve(kFamilies.size());
  for (const Family& family : kFamilies) {
    names.emplace_back(family.name);
  }
  return names;
}

Result<ModelDescription> describe_model(const nlohmann::json& model, const ImageShape& input,
                                        int classes) {
  FieldReader reader(model, "model");
  const std::string name = reader.choice("family", {}, family_names());
  DescriptionBuilder builder(input);
  for (const Family& family : kFamilies) {
    if (family.name == name) {
      family.build(reader, input, classes, builder);
    }
  }
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  return builder.finish(classes);
}

}  // namespace wattle::trainer
