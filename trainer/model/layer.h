// SPDX-License-Identifier: MIT
// One layer of a network: its settings, and what follows of them in its place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trainer/sizes.h"

namespace wattle::trainer {

enum class LayerKind {
  kConvolution,
  kLinear,
  kActivation,
  kNormalisation,  ///< over the batch
  kLayerNormalisation,
  kGroupNormalisation,
  kPooling,  ///< maximum
  kAveragePooling,
  kGlobalPooling,  ///< average over height and width
  kReshape,        ///< to a vector
  kSequence,       ///< pixels as a sequence, row after row
  kDropout,
  kEmbedding,
  kPosition,  ///< adds a learned vector for each position
  kLstm,
  kGru,
  kAttention,
  kMean,  ///< over a sequence
  kPadChannels,
  kAdd,
  kConcat,
  kScript,  ///< a whole TorchScript module
};
enum class Activation {
  kNone,
  kRelu,
  kTanh,
  kGelu,
  kSigmoid,
  kLeakyRelu,
  kSilu,
  kElu,
  kRelu6,
  kHardswish,
  kSoftplus
};

std::string kind_name(LayerKind kind);
std::string activation_name(Activation activation);
/// The names in the order of the enumerators.
const std::vector<std::string>& activation_names();

/// Padding with zeros such that stride 1 keeps height and width, and stride s gives ceil(side / s).
constexpr std::int64_t kSamePadding = -1;
/// Where a layer's input is not another layer's output, but what the network is fed.
constexpr int kNetworkInput = -1;

/// What a layer shall be, wherever it stands. Members that its kind does not use keep their
/// defaults.
struct LayerSettings {
  LayerKind kind = LayerKind::kReshape;
  /// Channels of a convolution and of padded channels, features of linear and embedding, hidden
  /// state of LSTM and GRU.
  std::int64_t features = 0;
  std::int64_t kernel = 0;  ///< convolution, pooling: side of the square
  std::int64_t stride = 1;
  std::int64_t padding = 0;  ///< rows and columns of zeros on each side, or kSamePadding
  std::int64_t dilation = 1;
  std::int64_t groups = 1;  ///< convolution, group normalisation
  bool bias = true;         ///< convolution, linear
  Activation activation = Activation::kNone;
  double probability = 0.0;  ///< dropout: of a zero
  std::int64_t layers = 1;   ///< LSTM, GRU: one on the other
  bool bidirectional = false;
  bool whole_sequence = true;  ///< LSTM, GRU: give every state, not the last one alone
  std::int64_t heads = 1;      ///< attention
};

struct Layer : LayerSettings {
  std::string name;         ///< unique; a word that TorchScript takes for a name
  std::vector<int> inputs;  ///< earlier layers' numbers, or kNetworkInput
  Sizes input;              ///< shape of the first input
  Sizes output;
  std::int64_t parameters = 0;
  std::int64_t macs = 0;
  std::int64_t activations = 0;  ///< numbers that a forward pass of one example makes
  std::int64_t vocabulary = 0;   ///< embedding
  /// Its output is a sequence of the network's tokens: positions of padding are no part of it.
  bool masked = false;
  /// Training it wants two examples a batch: it normalises over the batch what is one number a
  /// channel of an example.
  bool needs_batch = false;
};

/// Endings of the names of its trainable tensors, in their order. None is the end of another after
/// an underscore, so that no two layers' tensors can have one name.
std::vector<std::string> parameter_names(const LayerSettings& layer);
/// The same for tensors that training updates by other means.
std::vector<std::string> buffer_names(const LayerSettings& layer);

/// 2 for a bidirectional layer, else 1.
std::int64_t directions(const LayerSettings& layer);

}  // namespace wattle::trainer
