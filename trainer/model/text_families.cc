// SPDX-License-Identifier: MIT
// Families that classify texts.
#include "trainer/model/family_builders.h"

namespace wattle::trainer {
namespace {

struct EncoderBlock {
  std::int64_t width = 64;
  std::int64_t heads = 4;
  std::int64_t feed_forward = 256;
  double dropout = 0.1;
};

/// What `sublayer` adds is dropped out, added to its input, and normalised [Vaswani2017,
/// Section 3.1].
template <class Sublayer>
void add_residual(DescriptionBuilder& builder, double dropout, Sublayer&& sublayer) {
  const int before = builder.current();
  sublayer();
  builder.dropout(dropout);
  builder.add({.kind = LayerKind::kAdd}, {before, builder.current()});
  builder.add({.kind = LayerKind::kLayerNormalisation});
}

void add_encoder_block(DescriptionBuilder& builder, const EncoderBlock& block) {
  add_residual(builder, block.dropout,
               [&] { builder.add({.kind = LayerKind::kAttention, .heads = block.heads}); });
  add_residual(builder, block.dropout, [&] {
    builder.linear(block.feed_forward);
    builder.activation(Activation::kRelu);
    builder.dropout(block.dropout);
    builder.linear(block.width);
  });
}

}  // namespace

void build_lstm(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                DescriptionBuilder& builder) {
  const std::int64_t width = reader.integer("width", 64, kWidth);
  const std::int64_t depth = reader.integer("depth", 1, kDepth);
  const std::int64_t embedding = reader.integer("embedding", 32, kWidth);
  const bool bidirectional = reader.boolean("bidirectional", false);
  const double dropout = reader.real("dropout", 0.0, kProbability);
  builder.add({.kind = LayerKind::kEmbedding, .features = embedding});
  builder.add({.kind = LayerKind::kLstm,
               .features = width,
               .layers = depth,
               .bidirectional = bidirectional,
               .whole_sequence = false});
  builder.dropout(dropout);
  builder.linear(outputs);
}

void build_transformer(FieldReader& reader, const InputDescription&, std::int64_t outputs,
                       DescriptionBuilder& builder) {
  constexpr std::int64_t kPublishedFeedForward = 4;  // times the width
  EncoderBlock block;
  block.width = reader.integer("width", block.width, kWidth);
  block.heads = reader.integer("heads", block.heads, kWidth);
  block.feed_forward = reader.integer("feed_forward", kPublishedFeedForward * block.width, kWidth);
  block.dropout = reader.real("dropout", block.dropout, kProbability);
  const std::int64_t depth = reader.integer("depth", 2, kDepth);
  builder.add({.kind = LayerKind::kEmbedding, .features = block.width});
  builder.add({.kind = LayerKind::kPosition});
  builder.dropout(block.dropout);
  for (std::int64_t i = 0; i < depth && builder.sound(); ++i) {
    add_encoder_block(builder, block);
  }
  builder.add({.kind = LayerKind::kMean});
  builder.linear(outputs);
}

}  // namespace wattle::trainer
