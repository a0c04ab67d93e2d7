// SPDX-License-Identifier: MIT
// A network as a list of layers: shapes, parameters and multiply-accumulates, without any tensor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

enum class LayerKind {
  kConvolution,
  kLinear,
  kActivation,
  kNormalisation,
  kPooling,
  kReshape,
  kDropout
};
enum class Activation { kNone, kRelu, kTanh, kGelu, kSigmoid, kLeakyRelu };

std::string kind_name(LayerKind kind);
std::string activation_name(Activation activation);
/// The names in the order of the enumerators.
const std::vector<std::string>& activation_names();

/// One layer. Members that its kind does not use keep their defaults.
/// Parameters and forward MACs of one example, for i inputs, o outputs, kernel side k, output H x
/// W:
///   convolution    o (i k^2 + 1) parameters, o i k^2 H W MACs   (bias additions are not counted)
///   linear         o (i + 1) parameters, o i MACs
///   normalisation  2 o parameters, no MACs: a scale that convolution dwarfs
struct Layer {
  std::string name;  ///< unique; a word that TorchScript takes for a name
  LayerKind kind = LayerKind::kReshape;
  Sizes input;
  Sizes output;
  std::int64_t parameters = 0;
  std::int64_t macs = 0;
  std::int64_t kernel = 0;                    ///< convolution, pooling: side of the square
  Activation activation = Activation::kNone;  ///< activation
  double probability = 0.0;                   ///< dropout: of a zero
};

struct ModelDescription {
  InputDescription input;
  std::int64_t outputs = 0;  ///< logits: the classes of all targets, one target after the other
  std::vector<Layer> layers;

  std::int64_t parameters() const;
  std::int64_t macs() const;
};

/// Stacks layers and works out their shapes. The first layer that does not fit is remembered with
/// its input and what it wanted; later calls then do nothing.
class DescriptionBuilder {
 public:
  explicit DescriptionBuilder(const InputDescription& input);

  /// Square kernel of odd side, stride 1, padded with zeros to keep height and width.
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

  /// Failure: kInvalidArgument naming the layer and both shapes.
  Result<ModelDescription> finish(std::int64_t outputs);

 private:
  Layer& add(LayerKind kind, const std::string& stem, Sizes output);
  void reject(const std::string& stem, const std::string& message);
  std::string numbered(const std::string& stem) const;

  ModelDescription description_;
  Sizes current_;
  std::optional<Error> fault_;
};

}  // namespace wattle::trainer
