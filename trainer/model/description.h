// SPDX-License-Identifier: MIT
// A network as a graph of layers: shapes, parameters and multiply-accumulates, without any tensor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/model/layer.h"

namespace wattle::trainer {

/// A module that somebody else made, and what is to be set in it.
struct ScriptReference {
  std::filesystem::path file;
  nlohmann::json attributes = nlohmann::json::object();  ///< dotted names and their values
  std::string digest = {};  ///< file_digest() of the file as it was described
};

struct ModelDescription {
  InputDescription input;
  std::int64_t outputs = 0;  ///< logits: the classes of all targets, one target after the other
  /// Every layer stands behind its inputs; the last one's output is the network's.
  std::vector<Layer> layers;
  std::optional<ScriptReference> script;  ///< then the only layer stands for the whole module

  std::int64_t parameters() const;
  std::int64_t macs() const;
  /// Bytes of all layers' outputs for one example in 32-bit floating point: about what a training
  /// keeps for the backward pass.
  std::int64_t activation_bytes() const;
  /// The first layer that cannot be trained on a batch of one example; null when all can.
  const Layer* first_that_needs_batch() const;
};

/// As many layers as a network may have. A heuristic: far more than trains, and few enough that
/// nested repetitions cannot fill the memory.
constexpr std::size_t kMostLayers = 10000;

/// Puts layers together and works out their shapes. The first layer that does not fit is remembered
/// with its inputs and what it wanted; later calls then do nothing.
class DescriptionBuilder {
 public:
  /// Unnamed layers never get one of the `taken` names.
  explicit DescriptionBuilder(const InputDescription& input, std::set<std::string> taken = {});

  /// Adds a layer that takes the outputs of `inputs` (all of them added before), or, with none, of
  /// the current layer, and makes it the current one. An empty name is made up. Returns its number.
  int add(const LayerSettings& settings, std::vector<int> inputs = {}, std::string name = {});

  /// The layer that the next one follows, kNetworkInput at first.
  int current() const { return current_; }
  /// Goes on behind an earlier layer.
  void go_to(int layer) { current_ = layer; }
  /// Shape that the next layer gets.
  const Sizes& shape() const { return shape_of(current_); }

  /// Square kernel of odd side, padded with zeros to keep height and width at stride 1.
  void convolution(std::int64_t channels, std::int64_t kernel);
  void batch_normalisation();
  /// kNone adds no layer.
  void activation(Activation activation);
  /// 2x2 maximum with stride 2; an odd last row or column is dropped.
  void max_pooling();
  /// To a vector; adds no layer when it already is one.
  void flatten();
  void linear(std::int64_t features);
  /// Probability 0 adds no layer.
  void dropout(double probability);

  /// Whether every layer has fitted so far.
  bool sound() const { return !fault_; }
  /// Failure: kInvalidArgument naming the layer and the shapes.
  Result<ModelDescription> finish(std::int64_t outputs);

 private:
  const Sizes& shape_of(int layer) const;
  std::string made_up_name(const LayerSettings& settings);

  ModelDescription description_;
  std::set<std::string> taken_;
  std::map<std::string, int> numbers_;  ///< of names made up, by stem
  int current_ = kNetworkInput;
  std::optional<Error> fault_;
};

}  // namespace wattle::trainer
