// SPDX-License-Identifier: MIT
#include "trainer/training/batches.h"

#include <ATen/ATen.h>

#include <utility>

namespace wattle::trainer {
namespace {

// Large enough that the cost of a call vanishes, small enough that activations stay in the cache
// of a small machine; the result does not depend on it beyond rounding.
constexpr std::int64_t kEvaluationBatch = 500;

}  // namespace

// libtorch has no tensor of const data; index_select only reads.
DataTensors::DataTensors(std::shared_ptr<const Dataset> dataset)
    : dataset_(std::move(dataset)),
      images_(at::from_blob(const_cast<float*>(dataset_->pixels.data()),
                            {dataset_->size(), dataset_->shape.channels, dataset_->shape.height,
                             dataset_->shape.width},
                            at::kFloat)),
      labels_(at::from_blob(const_cast<std::int64_t*>(dataset_->labels.data()), {dataset_->size()},
                            at::kLong)) {}

at::Tensor to_tensor(const std::vector<std::int64_t>& numbers) {
  return at::from_blob(const_cast<std::int64_t*>(numbers.data()),
                       {static_cast<std::int64_t>(numbers.size())}, at::kLong)
      .clone();
}

InputScaling fit_scaling(const DataTensors& data, const at::Tensor& numbers) {
  const std::int64_t channels = data.dataset().shape.channels;
  at::Tensor sum = at::zeros({1, channels, 1, 1}, at::kDouble);
  at::Tensor squares = at::zeros_like(sum);
  const auto parts = numbers.split(kEvaluationBatch);
  for (const at::Tensor& part : parts) {
    sum += data.images(part).to(at::kDouble).sum({0, 2, 3}, true);
  }
  const ImageShape& shape = data.dataset().shape;
  const auto count = static_cast<double>(numbers.numel() * shape.height * shape.width);
  const at::Tensor mean = sum / count;
  for (const at::Tensor& part : parts) {
    squares += (data.images(part).to(at::kDouble) - mean).square().sum({0, 2, 3}, true);
  }
  const at::Tensor deviation = (squares / count).sqrt();
  const at::Tensor scale =
      at::where(deviation > 0, deviation, at::ones_like(deviation)).reciprocal();
  return {mean.to(at::kFloat), scale.to(at::kFloat)};
}

Result<Evaluation> evaluate(const Network& network, const DataTensors& data,
                            const at::Tensor& numbers, const TrainingObserver& observer) {
  const at::NoGradGuard no_gradient;
  at::Tensor loss = at::zeros({}, at::kDouble);
  at::Tensor correct = at::zeros({}, at::kLong);
  for (const at::Tensor& part : numbers.split(kEvaluationBatch)) {
    if (observer.cancelled()) {
      return fail(ErrorCode::kCancelled, "the training was cancelled during an evaluation");
    }
    const at::Tensor labels = data.labels(part);
    const at::Tensor logits = network.forward(data.images(part));
    loss += at::cross_entropy_loss(logits, labels, {}, at::Reduction::Sum);
    correct += logits.argmax(1).eq(labels).sum();
  }
  const auto examples = static_cast<double>(numbers.numel());
  return Evaluation{static_cast<double>(correct.item<std::int64_t>()) / examples,
                    loss.item<double>() / examples};
}

}  // namespace wattle::trainer
