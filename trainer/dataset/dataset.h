// SPDX-License-Identifier: MIT
// A labelled set of examples in memory.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "trainer/sizes.h"

namespace wattle::trainer {

enum class InputKind {
  kImage,   ///< {channels, height, width}, in [0, 1]
  kTable,   ///< {features}, real numbers
  kTokens,  ///< {length}, whole numbers from 0 (padding) to vocabulary - 1
};

/// What a byte of a channel is at most, and the divisor of most images.
inline constexpr double kBrightestByte = 255.0;

/// What a network is fed: one example.
struct InputDescription {
  InputKind kind = InputKind::kImage;
  Sizes shape;
  std::int64_t vocabulary = 0;  ///< tokens only
};

/// Something to predict: the class of every example.
struct Target {
  std::string name;                  ///< "class"
  std::vector<std::string> classes;  ///< their names; at least one
  std::vector<std::int64_t> labels;  ///< 0 .. classes - 1, one an example
};

/// Immutable once loaded; all trainings share one copy. The examples stand one after the other in
/// the vector of their kind, the others are empty.
struct Dataset {
  std::string name;
  InputDescription input;
  double divisor = 1.0;             ///< images: a byte divided by it lies in [0, 1]
  std::vector<std::uint8_t> bytes;  ///< images
  std::vector<float> values;        ///< tables
  std::vector<std::int32_t> tokens;
  /// Tables: of the features, in order. Tokens: what each number stands for. Images: empty.
  std::vector<std::string> input_names;
  std::vector<Target> targets;  ///< at least one; the first one is what splits are stratified by
  /// Examples from this one on are the set's own test part; equal to size() when it has none.
  std::int64_t own_test_begin = 0;

  std::int64_t size() const { return static_cast<std::int64_t>(targets.front().labels.size()); }
  bool has_own_test() const { return own_test_begin < size(); }
};

/// "0", "1", ..., for classes that have no other names.
std::vector<std::string> numbered_classes(int count);

/// For who uses a trained network: the layout of its input, and what pixels, features or numbers of
/// tokens mean.
nlohmann::ordered_json describe_input(const Dataset& dataset);
/// Likewise its logits: the classes of one target after the other.
nlohmann::ordered_json describe_targets(const Dataset& dataset);

}  // namespace wattle::trainer
