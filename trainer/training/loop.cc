// SPDX-License-Identifier: MIT
#include "trainer/training/loop.h"

#include <ATen/ATen.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "trainer/model/artifact.h"
#include "trainer/model/network.h"
#include "trainer/random.h"
#include "trainer/training/batches.h"
#include "trainer/training/compute_threads.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/schedule.h"
#include "trainer/training/work_model.h"

namespace wattle::trainer {
namespace {

// Targets with this value are left out of the loss; there are none here.
constexpr std::int64_t kNoIgnoredTarget = -100;

std::int64_t updates_per_epoch(const TrainingPlan& plan) {
  const auto examples = static_cast<std::int64_t>(plan.split.train.size());
  return (examples + plan.training.batch_size - 1) / plan.training.batch_size;
}

InputScaling input_scaling(const TrainingPlan& plan, const DataTensors& data) {
  return plan.standardise ? fit_scaling(data, to_tensor(plan.split.train)) : InputScaling{};
}

/// The state of one training, stepped epoch by epoch.
class Training {
 public:
  Training(const TrainingPlan& plan, TrainingObserver& observer, ComputeThreads& threads,
           DataTensors data, std::unique_ptr<Model> model)
      : plan_(plan),
        observer_(observer),
        threads_(threads),
        data_(std::move(data)),
        train_(to_tensor(plan.split.train)),
        validation_(to_tensor(plan.split.validation)),
        model_(std::move(model)),
        order_(make_generator(stream_seed(plan.seed, RandomStream::kOrder))),
        dropout_(make_generator(stream_seed(plan.seed, RandomStream::kDropout))),
        updater_(make_updater(plan.training, model_->parameters())),
        learning_rate_(plan.training, updates_per_epoch(plan)) {}

  Result<TrainingResult> run();

 private:
  Result<double> train_epoch();
  at::Tensor train_batch(const at::Tensor& numbers);
  Result<Metrics> epoch(int number);
  Result<void> add_test_metrics(Metrics& metrics);
  void add_model_metrics(Metrics& metrics, int epochs) const;
  tl::unexpected<Error> diverged(int epoch) const;

  const TrainingPlan& plan_;
  TrainingObserver& observer_;
  ComputeThreads& threads_;
  DataTensors data_;
  at::Tensor train_, validation_;
  std::unique_ptr<Model> model_;
  at::Generator order_, dropout_;
  std::unique_ptr<ParameterUpdater> updater_;
  LearningRate learning_rate_;
  Work work_;
  std::optional<double> last_finite_loss_;
};

/// Adds the gradients and returns the batch's mean loss, still on its tensor: reading the value
/// would make a device wait at every batch.
at::Tensor Training::train_batch(const at::Tensor& numbers) {
  const at::Tensor logits = model_->forward_training(data_.inputs(numbers), dropout_);
  const at::Tensor loss =
      at::cross_entropy_loss(logits, data_.labels(numbers), {}, at::Reduction::Mean,
                             kNoIgnoredTarget, plan_.training.label_smoothing);
  loss.backward();
  updater_->step(learning_rate_.at(work_.updates));
  ++work_.updates;
  work_.examples_trained += numbers.numel();
  return loss.detach();
}

/// The mean loss over the examples, each at the weights it was trained with.
Result<double> Training::train_epoch() {
  const std::int64_t count = train_.numel();
  const at::Tensor numbers =
      plan_.training.shuffle ? train_.index_select(0, at::randperm(count, order_, train_.options()))
                             : train_;
  at::Tensor sum = at::zeros({}, at::kDouble);
  for (const at::Tensor& batch : numbers.split(plan_.training.batch_size)) {
    if (observer_.cancelled()) {
      return fail(ErrorCode::kCancelled, "the training was cancelled");
    }
    sum.add_(train_batch(batch), static_cast<double>(batch.numel()));
  }
  return sum.item<double>() / static_cast<double>(count);
}

tl::unexpected<Error> Training::diverged(int epoch) const {
  const std::string before = last_finite_loss_ ? std::to_string(*last_finite_loss_) : "none";
  return fail(ErrorCode::kDiverged,
              "the loss is not finite in epoch " + std::to_string(epoch) +
                  "; the last finite training loss: " + before,
              "try a lower learning_rate, or a clip_norm");
}

Result<Metrics> Training::epoch(int number) {
  threads_.meet_helpers();
  const auto train_loss = train_epoch();
  if (!train_loss) {
    return tl::unexpected(train_loss.error());
  }
  if (!std::isfinite(*train_loss)) {
    return diverged(number);
  }
  last_finite_loss_ = *train_loss;
  const auto validation = evaluate(*model_, data_, validation_, observer_);
  if (!validation) {
    return tl::unexpected(validation.error());
  }
  if (!std::isfinite(validation->loss)) {
    return diverged(number);
  }
  work_.examples_evaluated += validation_.numel();
  return Metrics{{"val_accuracy", validation->accuracy},
                 {"val_loss", validation->loss},
                 {"train_loss", *train_loss},
                 {"learning_rate", learning_rate_.at(work_.updates - 1)},
                 {"modelled_joules", modelled_joules(work_, plan_.model.macs())}};
}

Result<void> Training::add_test_metrics(Metrics& metrics) {
  if (plan_.split.test.empty()) {
    return {};
  }
  const auto test = evaluate(*model_, data_, to_tensor(plan_.split.test), observer_);
  if (!test) {
    return tl::unexpected(test.error());
  }
  work_.examples_evaluated += static_cast<std::int64_t>(plan_.split.test.size());
  metrics["test_accuracy"] = test->accuracy;
  metrics["test_loss"] = test->loss;
  metrics["modelled_joules"] = modelled_joules(work_, plan_.model.macs());
  return {};
}

void Training::add_model_metrics(Metrics& metrics, int epochs) const {
  metrics["parameters"] = static_cast<double>(plan_.model.parameters());
  metrics["macs"] = static_cast<double>(plan_.model.macs());
  metrics["epochs"] = epochs;
}

Result<TrainingResult> Training::run() {
  TrainingResult result;
  int done = 0;
  while (done < plan_.training.epochs && !result.stopped) {
    auto metrics = epoch(done + 1);
    if (!metrics) {
      return tl::unexpected(metrics.error());
    }
    result.metrics = std::move(*metrics);
    ++done;
    result.stopped = !observer_.on_epoch(done, result.metrics);
  }
  if (!result.stopped) {
    if (auto tested = add_test_metrics(result.metrics); !tested) {
      return tl::unexpected(tested.error());
    }
  }
  add_model_metrics(result.metrics, done);
  if (!plan_.artifact_directory.empty()) {
    if (auto kept = write_artifact(*model_, *plan_.dataset, plan_.artifact_directory); !kept) {
      return tl::unexpected(kept.error());
    }
  }
  return result;
}

}  // namespace

Result<TrainingResult> run_training(const TrainingPlan& plan, TrainingObserver& observer) {
  ComputeThreads threads(plan.threads, observer);
  DataTensors data(plan.dataset);
  auto model = make_model(plan.model, input_scaling(plan, data),
                          make_generator(stream_seed(plan.seed, RandomStream::kWeights)));
  if (!model) {
    return tl::unexpected(model.error());
  }
  return Training(plan, observer, threads, std::move(data), std::move(*model)).run();
}

}  // namespace wattle::trainer
