// SPDX-License-Identifier: MIT
// libtorch's optimisers behind the specification.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "trainer/training/specification.h"

namespace wattle::trainer {

/// Steps the parameters it was given. Not thread-safe.
class ParameterUpdater {
 public:
  virtual ~ParameterUpdater() = default;
  /// One update from the gradients that the parameters hold, which are then cleared.
  virtual void step(double learning_rate) = 0;
};

/// The specification's optimiser; gradients are first scaled down to its clip_norm.
std::unique_ptr<ParameterUpdater> make_updater(const TrainingSpecification& specification,
                                               std::vector<at::Tensor> parameters);

}  // namespace wattle::trainer
