// SPDX-License-Identifier: MIT
// The data set as tensors, and evaluation over a part of it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/model/model.h"
#include "trainer/trainer.h"

namespace wattle::trainer {

/// Views into the shared data set: nothing is copied. Only read through it.
class DataTensors {
 public:
  explicit DataTensors(std::shared_ptr<const Dataset> dataset);

  const Dataset& dataset() const { return *dataset_; }
  /// Copies of the examples with these numbers (a 64-bit integer vector).
  /// Images are scaled to [0, 1] and, like tables, 32-bit floating point; tokens are 64-bit.
  at::Tensor inputs(const at::Tensor& numbers) const;
  at::Tensor labels(const at::Tensor& numbers) const { return labels_.index_select(0, numbers); }

 private:
  std::shared_ptr<const Dataset> dataset_;
  at::Tensor inputs_;  ///< examples x their shape, as they are stored
  at::Tensor labels_;  ///< examples
};

/// A part of a split as a tensor of its own.
at::Tensor to_tensor(const std::vector<std::int64_t>& numbers);

/// Mean and 1 / deviation of each channel of images, each feature of tables, over these examples;
/// one without variation is only centred. Cost O(examples), in 64-bit.
InputScaling fit_scaling(const DataTensors& data, const at::Tensor& numbers);

struct Evaluation {
  double accuracy = 0.0;  ///< share whose largest logit is the label's
  double loss = 0.0;      ///< mean cross-entropy, without label smoothing
};

/// Runs the model at rest over these examples in large batches. Failure: kCancelled.
Result<Evaluation> evaluate(const Model& model, const DataTensors& data, const at::Tensor& numbers,
                            const TrainingObserver& observer);

}  // namespace wattle::trainer
