// SPDX-License-Identifier: MIT
// What a training trains: a network of Wattle's own layers, or a module that somebody else made.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "energy/error.h"
#include "trainer/model/description.h"

namespace wattle::trainer {

/// "3x64", or "a number" for a tensor without dimensions: for messages.
std::string shape_text(const at::Tensor& tensor);

/// Subtracted from and multiplied onto every input of a channel before the first layer.
struct InputScaling {
  at::Tensor mean;   ///< 1 x channels x 1 x 1, or 1 x features; undefined: inputs stay as they are
  at::Tensor scale;  ///< the same shape: 1 / deviation
};

/// A trainable model. Not thread-safe; several may be used side by side. Throws what libtorch
/// throws.
class Model {
 public:
  using NamedTensor = std::pair<std::string, at::Tensor>;

  Model() = default;
  Model(const Model&) = default;
  Model& operator=(const Model&) = default;
  Model(Model&&) = default;
  Model& operator=(Model&&) = default;
  virtual ~Model() = default;

  /// Logits, batch x outputs, of inputs batch x the shape of one. Batch normalisation uses the
  /// batch's own statistics and updates its running ones; dropout draws from `generator`, and
  /// nothing draws from libtorch's default generator.
  virtual at::Tensor forward_training(const at::Tensor& inputs, at::Generator& generator) = 0;
  /// The same model at rest: running statistics, no dropout. Changes no tensor.
  virtual at::Tensor forward(const at::Tensor& inputs) const = 0;

  /// The trainable tensors, each with a name of its own, always in one order.
  virtual std::vector<NamedTensor> named_parameters() const = 0;
  /// What else belongs to the state: running statistics, scaling.
  virtual std::vector<NamedTensor> named_buffers() const = 0;
  /// The model as the bytes of a TorchScript file whose forward() is this one's.
  virtual std::string torchscript() const = 0;

  virtual const ModelDescription& description() const = 0;

  /// The tensors of named_parameters().
  std::vector<at::Tensor> parameters() const;
  /// Parameters, then buffers: the whole state as it is now. Ask again after a forward pass: a
  /// module may put a new tensor in a buffer's place.
  std::vector<NamedTensor> named_tensors() const;
};

/// The model of a description. `weights`: what initial weights are drawn from. Failures, of a
/// module from a file only: kNotFound, kCorrupt, kInvalidArgument.
Result<std::unique_ptr<Model>> make_model(const ModelDescription& description, InputScaling scaling,
                                          at::Generator weights);

}  // namespace wattle::trainer
