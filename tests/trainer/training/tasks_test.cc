// SPDX-License-Identifier: MIT
#include "trainer/training/tasks.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::trainer {
namespace {

// A handful of operations on numbers of order one, in double.
constexpr double kTolerance = 16 * std::numeric_limits<double>::epsilon();

/// Three classes and two, two examples.
Dataset two_targets() {
  Dataset set;
  set.targets = {{"shape", numbered_classes(3), {0, 2}}, {"parity", numbered_classes(2), {1, 1}}};
  return set;
}

at::Tensor logits() {
  return at::tensor({1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 3.0, 0.0, 1.0, 0.0}, at::kDouble).view({2, 5});
}

at::Tensor labels() { return at::tensor({0, 1, 2, 1}, at::kLong).view({2, 2}); }

// -log softmax, by hand.
const double kShape = (std::log(std::exp(1.0) + 2.0) - 1.0 + std::log(std::exp(3.0) + 2.0)) / 2.0;
const double kParity = (std::log(1.0 + std::exp(2.0)) - 2.0 + std::log(std::exp(1.0) + 1.0)) / 2.0;

TEST(Tasks, TakeTheLogitsOneAfterTheOther) {
  const std::vector<Task> tasks = tasks_of(two_targets(), {});
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[1].begin, 3);
  EXPECT_EQ(tasks[1].classes, 2);
  EXPECT_EQ(tasks[1].weight, 1.0);
}

TEST(Tasks, LossIsTheWeightedSumOfCrossEntropies) {
  const std::vector<Task> tasks = tasks_of(two_targets(), {2.0, 0.5});
  EXPECT_NEAR(training_loss(tasks, logits(), labels(), 0.0).item<double>(),
              2.0 * kShape + 0.5 * kParity, kTolerance);
}

TEST(Tasks, SmoothingSharesATargetAmongTheClasses) {
  Dataset set;
  set.targets = {{"class", numbered_classes(2), {0}}};
  const at::Tensor one = at::tensor({1.0, 0.0}, at::kDouble).view({1, 2});
  const double right = std::log(std::exp(1.0) + 1.0) - 1.0;
  const double wrong = std::log(std::exp(1.0) + 1.0);
  const at::Tensor loss = training_loss(tasks_of(set, {}), one, at::zeros({1, 1}, at::kLong), 0.2);
  EXPECT_NEAR(loss.item<double>(), 0.9 * right + 0.1 * wrong, kTolerance);
}

TEST(TaskScores, AreMeansOverAllBatches) {
  const std::vector<Task> tasks = tasks_of(two_targets(), {2.0, 0.5});
  TaskScores scores(tasks, at::TensorOptions());
  scores.add(logits().narrow(0, 0, 1), labels().narrow(0, 0, 1));
  scores.add(logits().narrow(0, 1, 1), labels().narrow(0, 1, 1));
  const Metrics metrics = scores.metrics("val");
  EXPECT_NEAR(metrics.at("val_loss"), 2.0 * kShape + 0.5 * kParity, kTolerance);
  EXPECT_EQ(metrics.at("val_accuracy"), 0.5);
  EXPECT_EQ(metrics.at("val_accuracy_shape"), 0.5);
  EXPECT_EQ(metrics.at("val_accuracy_parity"), 0.5);
}

TEST(TaskScores, OfOneTargetNameNoTarget) {
  Dataset set;
  set.targets = {{"class", numbered_classes(5), {0, 1}}};
  const std::vector<Task> tasks = tasks_of(set, {});
  TaskScores scores(tasks, at::TensorOptions());
  scores.add(logits(), labels().narrow(1, 0, 1));
  EXPECT_EQ(scores.metrics("test").size(), 2U);
}

}  // namespace
}  // namespace wattle::trainer
