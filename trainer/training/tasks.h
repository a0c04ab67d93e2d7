// SPDX-License-Identifier: MIT
// What a network's logits are judged by: one target, or several that share its layers.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "trainer/dataset/dataset.h"
#include "trainer/trainer.h"

namespace wattle::trainer {

/// One target's share of the logits.
struct Task {
  std::string name;
  std::int64_t begin = 0;  ///< its first logit
  std::int64_t classes = 0;
  double weight = 1.0;  ///< of its loss
};

/// The targets in order, each with the next of the logits. `weights` is empty, for 1 each, or has
/// one a target.
std::vector<Task> tasks_of(const Dataset& dataset, const std::vector<double>& weights);

/// sum_t weight_t CE(logits_t, labels_t), each a mean over the batch with the targets smoothed.
/// `logits`: batch x all classes; `labels`: batch x targets.
at::Tensor training_loss(const std::vector<Task>& tasks, const at::Tensor& logits,
                         const at::Tensor& labels, double label_smoothing);

/// Sums over examples of what an evaluation tells, kept on the logits' device until they are read.
class TaskScores {
 public:
  TaskScores(const std::vector<Task>& tasks, const at::TensorOptions& options);

  void add(const at::Tensor& logits, const at::Tensor& labels);
  /// "PREFIX_loss" (weighted, no smoothing) and "PREFIX_accuracy" (the share whose largest logit is
  /// the label's) of the first target; with several, "PREFIX_loss" is the sum and each has
  /// "PREFIX_accuracy_NAME".
  Metrics metrics(const std::string& prefix) const;

 private:
  const std::vector<Task>& tasks_;
  at::Tensor losses_;   ///< tasks, 64-bit floating point
  at::Tensor correct_;  ///< tasks
  std::int64_t examples_ = 0;
};

}  // namespace wattle::trainer
