// SPDX-License-Identifier: MIT
// Families of fully connected layers, with and without convolutions in front.
#include <algorithm>
#include <vector>

#include "trainer/model/family_builders.h"

namespace wattle::trainer {
namespace {

// Heuristic ends: beyond them a scenario is mistaken rather than ambitious.
constexpr Range kKernel{1.0, 31.0};
constexpr Range kLayers{1.0, 64.0};
constexpr Range kConvolutions{0.0, 16.0};
constexpr std::int64_t kPublishedGrowth = 3;
constexpr std::int64_t kPublishedKernel = 3;

struct Hidden {
  std::vector<std::int64_t> sizes;
  Activation activation = Activation::kRelu;
  double dropout = 0.0;
};

Hidden read_hidden(FieldReader& reader) {
  return {reader.integers("hidden", {64}, kWidth), read_activation(reader, Activation::kRelu),
          reader.real("dropout", 0.0, kProbability)};
}

void add_linear_stack(DescriptionBuilder& builder, const Hidden& hidden, std::int64_t outputs) {
  builder.flatten();
  for (const std::int64_t size : hidden.sizes) {
    builder.linear(size);
    builder.activation(hidden.activation);
    builder.dropout(hidden.dropout);
  }
  builder.linear(outputs);
}

std::vector<std::int64_t> poly_sizes(const InputDescription& input, std::int64_t layers) {
  std::vector<std::int64_t> sizes;
  std::int64_t size = product(input.shape);
  for (std::int64_t d = 0; d + 1 < layers; ++d) {
    size /= 2;
    sizes.push_back(std::max(size, input.shape.front()));
  }
  return sizes;
}

std::vector<std::int64_t> linear_sizes(const InputDescription& input, std::int64_t layers) {
  std::vector<std::int64_t> sizes;
  for (std::int64_t d = 0; d + 1 < layers; ++d) {
    sizes.push_back(product(input.shape) * (layers - d - 1) / layers);
  }
  return sizes;
}

}  // namespace

void build_mlp(FieldReader& reader, const InputDescription&, std::int64_t outputs,
               DescriptionBuilder& builder) {
  add_linear_stack(builder, read_hidden(reader), outputs);
}

void build_dense_poly(FieldReader& reader, const InputDescription& input, std::int64_t outputs,
                      DescriptionBuilder& builder) {
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kNone);
  add_linear_stack(builder, {poly_sizes(input, layers), activation, 0.0}, outputs);
}

void build_dense_linear(FieldReader& reader, const InputDescription& input, std::int64_t outputs,
                        DescriptionBuilder& builder) {
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kNone);
  add_linear_stack(builder, {linear_sizes(input, layers), activation, 0.0}, outputs);
}

void build_simple_cnn(FieldReader& reader, const InputDescription& input, std::int64_t outputs,
                      DescriptionBuilder& builder) {
  const std::int64_t convolutions = reader.integer("convolutions", 2, kConvolutions);
  const std::int64_t layers = reader.integer("layers", 3, kLayers);
  const Activation activation = read_activation(reader, Activation::kRelu);
  std::int64_t channels = reader.integer("width", kPublishedGrowth * input.shape.front(), kWidth);
  for (std::int64_t d = 0; d < convolutions; ++d) {
    builder.convolution(channels, kPublishedKernel);
    builder.batch_normalisation();
    builder.activation(activation);
    builder.max_pooling();
    channels *= kPublishedGrowth;
  }
  add_linear_stack(builder, {poly_sizes(input, layers), Activation::kNone, 0.0}, outputs);
}

void build_cnn(FieldReader& reader, const InputDescription&, std::int64_t outputs,
               DescriptionBuilder& builder) {
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
  add_linear_stack(builder, hidden, outputs);
}

}  // namespace wattle::trainer
