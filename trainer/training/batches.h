// SPDX-License-Identifier: MIT
// The data set as tensors, and evaluation over a part of it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/model/model.h"
#include "trainer/trainer.h"
#include "trainer/training/tasks.h"

namespace wattle::trainer {

/// The data set as tensors. Only read through it.
class DataTensors {
 public:
  /// On the CPU nothing is copied; another device gets a copy of the whole set.
  DataTensors(std::shared_ptr<const Dataset> dataset, const at::Device& device);

  const Dataset& dataset() const { return *dataset_; }
  /// Copies of the examples with these numbers (a 64-bit integer vector).
  /// Images are scaled to [0, 1] and, like tables, 32-bit floating point; tokens are 64-bit.
  at::Tensor inputs(const at::Tensor& numbers) const;
  /// Of tensors on the same device.
  at::TensorOptions options() const { return at::TensorOptions().device(labels_.device()); }
  /// Examples x targets.
  at::Tensor labels(const at::Tensor& numbers) const;

 private:
  std::shared_ptr<const Dataset> dataset_;
  at::Tensor inputs_;  ///< examples x their shape, as they are stored
  at::Tensor labels_;  ///< examples x targets
};

/// Sizes of an epoch's batches of `examples`: `batch_size` each, the last one what is left.
/// `at_least_two`: a single example that is left joins the batch before it.
std::vector<std::int64_t> batch_sizes(std::int64_t examples, std::int64_t batch_size,
                                      bool at_least_two);

/// Examples that are evaluated at once: many, so that the cost of a call vanishes, but fewer of a
/// model whose layers' outputs would take more than a quarter of a gigabyte. A function of the
/// model alone, so that numbers do not change in their last bits with the machine.
std::int64_t evaluation_batch(const ModelDescription& model);

/// A part of a split as a tensor of its own.
at::Tensor to_tensor(const std::vector<std::int64_t>& numbers);

/// Mean and 1 / deviation of each channel of images, each feature of tables, over these examples;
/// one without variation is only centred. Cost O(examples), in 64-bit.
InputScaling fit_scaling(const DataTensors& data, const at::Tensor& numbers);

/// Runs the model at rest over these examples, evaluation_batch() at once; the metrics are
/// TaskScores'.
/// Failure: kCancelled.
Result<Metrics> evaluate(const Model& model, const DataTensors& data, const at::Tensor& numbers,
                         const std::vector<Task>& tasks, const std::string& prefix,
                         const TrainingObserver& observer);

/// The same with the model as it is while it trains: batch normalisation by the statistics of each
/// batch that is scored, of two examples at least, whose running ones move on; dropout from
/// `generator`. No gradients.
Result<Metrics> evaluate_in_training_mode(Model& model, at::Generator& generator,
                                          const DataTensors& data, const at::Tensor& numbers,
                                          const std::vector<Task>& tasks, const std::string& prefix,
                                          const TrainingObserver& observer);

}  // namespace wattle::trainer
