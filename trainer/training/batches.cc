// SPDX-License-Identifier: MIT
#include "trainer/training/batches.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

namespace wattle::trainer {
namespace {

// Large enough that the cost of a call vanishes, small enough that activations stay in the cache
// of a small machine; the result does not depend on it beyond rounding.
constexpr std::int64_t kMostExamples = 500;
constexpr std::int64_t kMostActivationBytes = std::int64_t{1} << 28;

/// libtorch has no tensor of const data; whoever gets this one only reads.
template <class T>
at::Tensor view_of(const std::vector<T>& values, const Sizes& sizes, at::ScalarType type) {
  return at::from_blob(const_cast<T*>(values.data()), sizes, type);
}

at::Tensor view(const Dataset& dataset) {
  Sizes sizes = dataset.input.shape;
  sizes.insert(sizes.begin(), dataset.size());
  switch (dataset.input.kind) {
    case InputKind::kImage:
      return view_of(dataset.bytes, sizes, at::kByte);
    case InputKind::kTable:
      return view_of(dataset.values, sizes, at::kFloat);
    case InputKind::kTokens:
      return view_of(dataset.tokens, sizes, at::kInt);
  }
  return {};
}

at::Tensor all_labels(const Dataset& dataset) {
  std::vector<at::Tensor> columns;
  for (const Target& target : dataset.targets) {
    columns.push_back(view_of(target.labels, {dataset.size(), 1}, at::kLong));
  }
  return columns.size() == 1 ? columns.front() : at::cat(columns, 1);
}

/// Every dimension but the channels': what a mean is taken over, the batch first.
std::vector<std::int64_t> all_but_channels(const InputDescription& input) {
  return input.kind == InputKind::kImage ? std::vector<std::int64_t>{0, 2, 3}
                                         : std::vector<std::int64_t>{0};
}

/// `forward` turns inputs into logits, in batches of these sizes.
template <class Forward>
Result<Metrics> score(const Forward& forward, const std::vector<std::int64_t>& sizes,
                      const DataTensors& data, const at::Tensor& numbers,
                      const std::vector<Task>& tasks, const std::string& prefix,
                      const TrainingObserver& observer) {
  const at::NoGradGuard no_gradient;
  TaskScores scores(tasks, data.options());
  const at::Tensor moved = numbers.to(data.options().device());
  for (const at::Tensor& part : moved.split_with_sizes(sizes)) {
    if (observer.cancelled()) {
      return fail(ErrorCode::kCancelled, "the training was cancelled during an evaluation");
    }
    scores.add(forward(data.inputs(part)).to(at::kFloat), data.labels(part));
  }
  return scores.metrics(prefix);
}

}  // namespace

DataTensors::DataTensors(std::shared_ptr<const Dataset> dataset, const at::Device& device)
    : dataset_(std::move(dataset)),
      inputs_(view(*dataset_).to(device)),
      labels_(all_labels(*dataset_).to(device)) {}

at::Tensor DataTensors::labels(const at::Tensor& numbers) const {
  return labels_.index_select(0, numbers.to(labels_.device()));
}

at::Tensor DataTensors::inputs(const at::Tensor& numbers) const {
  at::Tensor chosen = inputs_.index_select(0, numbers.to(inputs_.device()));
  switch (dataset_->input.kind) {
    case InputKind::kImage:
      return chosen.to(at::kFloat).div_(dataset_->divisor);
    case InputKind::kTable:
      return chosen;
    case InputKind::kTokens:
      return chosen.to(at::kLong);
  }
  return chosen;
}

at::Tensor to_tensor(const std::vector<std::int64_t>& numbers) {
  return at::from_blob(const_cast<std::int64_t*>(numbers.data()),
                       {static_cast<std::int64_t>(numbers.size())}, at::kLong)
      .clone();
}

std::vector<std::int64_t> batch_sizes(std::int64_t examples, std::int64_t batch_size,
                                      bool at_least_two) {
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(examples / batch_size), batch_size);
  const std::int64_t left = examples % batch_size;
  if (left == 1 && at_least_two && !sizes.empty()) {
    ++sizes.back();
  } else if (left > 0) {
    sizes.push_back(left);
  }
  return sizes;
}

std::int64_t evaluation_batch(const ModelDescription& model) {
  const std::int64_t each = std::max<std::int64_t>(model.activation_bytes(), 1);
  return std::clamp<std::int64_t>(kMostActivationBytes / each, 1, kMostExamples);
}

InputScaling fit_scaling(const DataTensors& data, const at::Tensor& numbers) {
  const InputDescription& input = data.dataset().input;
  const std::vector<std::int64_t> dimensions = all_but_channels(input);
  const auto mean_of = [&](auto&& term) {
    at::Tensor sum = at::zeros({}, at::kDouble);
    for (const at::Tensor& part : numbers.split(kMostExamples)) {
      sum = sum + term(data.inputs(part).to(at::kDouble)).sum(dimensions, true);
    }
    const std::int64_t each = product(input.shape) / input.shape.front();
    return sum / static_cast<double>(numbers.numel() * each);
  };
  const at::Tensor mean = mean_of([](const at::Tensor& x) { return x; });
  const at::Tensor deviation =
      mean_of([&](const at::Tensor& x) { return (x - mean).square(); }).sqrt();
  const at::Tensor scale =
      at::where(deviation > 0, deviation, at::ones_like(deviation)).reciprocal();
  return {mean.to(at::kFloat), scale.to(at::kFloat)};
}

Result<Metrics> evaluate(const Model& model, const DataTensors& data, const at::Tensor& numbers,
                         const std::vector<Task>& tasks, const std::string& prefix,
                         const TrainingObserver& observer) {
  const auto sizes = batch_sizes(numbers.numel(), evaluation_batch(model.description()), false);
  return score([&](const at::Tensor& inputs) { return model.forward(inputs); }, sizes, data,
               numbers, tasks, prefix, observer);
}

Result<Metrics> evaluate_in_training_mode(Model& model, at::Generator& generator,
                                          const DataTensors& data, const at::Tensor& numbers,
                                          const std::vector<Task>& tasks, const std::string& prefix,
                                          const TrainingObserver& observer) {
  const std::int64_t most = std::max<std::int64_t>(evaluation_batch(model.description()), 2);
  const auto forward = [&](const at::Tensor& inputs) {
    return model.forward_training(inputs, generator);
  };
  return score(forward, batch_sizes(numbers.numel(), most, true), data, numbers, tasks, prefix,
               observer);
}

}  // namespace wattle::trainer
