// SPDX-License-Identifier: MIT
#include "trainer/training/tasks.h"

#include <ATen/ATen.h>

namespace wattle::trainer {
namespace {

// Targets with this value are left out of the loss; there are none here.
constexpr std::int64_t kNoIgnoredTarget = -100;

at::Tensor logits_of(const Task& task, const at::Tensor& logits) {
  return logits.size(1) == task.classes ? logits : logits.narrow(1, task.begin, task.classes);
}

}  // namespace

std::vector<Task> tasks_of(const Dataset& dataset, const std::vector<double>& weights) {
  std::vector<Task> tasks;
  std::int64_t begin = 0;
  for (const Target& target : dataset.targets) {
    const auto classes = static_cast<std::int64_t>(target.classes.size());
    const double weight = weights.empty() ? 1.0 : weights[tasks.size()];
    tasks.push_back({target.name, begin, classes, weight});
    begin += classes;
  }
  return tasks;
}

at::Tensor training_loss(const std::vector<Task>& tasks, const at::Tensor& logits,
                         const at::Tensor& labels, double label_smoothing) {
  at::Tensor sum;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    at::Tensor loss = at::cross_entropy_loss(
        logits_of(tasks[i], logits), labels.select(1, static_cast<std::int64_t>(i)), {},
        at::Reduction::Mean, kNoIgnoredTarget, label_smoothing);
    if (tasks[i].weight != 1.0) {
      loss = loss * tasks[i].weight;
    }
    sum = sum.defined() ? sum + loss : loss;
  }
  return sum;
}

TaskScores::TaskScores(const std::vector<Task>& tasks, const at::TensorOptions& options)
    : tasks_(tasks),
      losses_(at::zeros({static_cast<std::int64_t>(tasks.size())}, options.dtype(at::kDouble))),
      correct_(at::zeros({static_cast<std::int64_t>(tasks.size())}, options.dtype(at::kLong))) {}

void TaskScores::add(const at::Tensor& logits, const at::Tensor& labels) {
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    const at::Tensor own = logits_of(tasks_[i], logits);
    const at::Tensor truth = labels.select(1, place);
    const at::Tensor losses = at::cross_entropy_loss(own, truth, {}, at::Reduction::None);
    losses_.select(0, place).add_(losses.to(at::kDouble).sum());
    correct_.select(0, place).add_(own.argmax(1).eq(truth).sum());
  }
  examples_ += logits.size(0);
}

Metrics TaskScores::metrics(const std::string& prefix) const {
  const at::Tensor losses = losses_.cpu();
  const at::Tensor correct = correct_.cpu();
  const auto examples = static_cast<double>(examples_);
  Metrics metrics;
  double& loss = metrics[prefix + "_loss"];
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    const double right = static_cast<double>(correct.data_ptr<std::int64_t>()[i]) / examples;
    loss += tasks_[i].weight * losses.data_ptr<double>()[i] / examples;
    if (i == 0) {
      metrics[prefix + "_accuracy"] = right;
    }
    if (tasks_.size() > 1) {
      metrics[prefix + "_accuracy_" + tasks_[i].name] = right;
    }
  }
  return metrics;
}

}  // namespace wattle::trainer
