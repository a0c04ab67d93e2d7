// SPDX-License-Identifier: MIT
// libtorch's optimisers behind the specification.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <vector>

#include "trainer/training/specification.h"

namespace torch::serialize {
class InputArchive;
class OutputArchive;
}  // namespace torch::serialize

namespace wattle::trainer {

/// Computes a batch's loss at the present weights and adds its gradient to theirs.
using LossOfBatch = std::function<at::Tensor()>;

/// Steps the parameters it was given. Not thread-safe.
class ParameterUpdater {
 public:
  virtual ~ParameterUpdater() = default;
  /// One update; returns the loss before it. The parameters' gradients are clear before and after.
  /// `loss` is called once, by lbfgs as often as its line search wants.
  virtual at::Tensor step(double learning_rate, const LossOfBatch& loss) = 0;
  /// Means of gradients and whatever else an optimiser remembers.
  virtual void save(torch::serialize::OutputArchive& archive) const = 0;
  /// Requires what an updater of the same specification and parameters saved. Throws what libtorch
  /// throws, and is then as it was.
  virtual void load(torch::serialize::InputArchive& archive) = 0;
};

/// The specification's optimiser; gradients are first scaled down to its clip_norm. Not those of
/// lbfgs: its line search takes them for the slopes of the loss. A parameter that the loss does not
/// depend on, so that it has no gradient, stays as it is.
std::unique_ptr<ParameterUpdater> make_updater(const TrainingSpecification& specification,
                                               std::vector<at::Tensor> parameters);

}  // namespace wattle::trainer
