// SPDX-License-Identifier: MIT
#include "trainer/training/loop.h"

#include <ATen/ATen.h>

#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "trainer/model/artifact.h"
#include "trainer/model/model.h"
#include "trainer/model/network.h"
#include "trainer/model/state.h"
#include "trainer/random.h"
#include "trainer/training/augmentation.h"
#include "trainer/training/batches.h"
#include "trainer/training/checkpoint.h"
#include "trainer/training/compute_threads.h"
#include "trainer/training/device.h"
#include "trainer/training/early_stop.h"
#include "trainer/training/memory_pool.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/precision.h"
#include "trainer/training/schedule.h"
#include "trainer/training/tasks.h"

namespace wattle::trainer {
namespace {

std::vector<std::int64_t> batches_of(const TrainingPlan& plan) {
  return batch_sizes(static_cast<std::int64_t>(plan.split.train.size()), plan.training.batch_size,
                     plan.model.first_that_needs_batch() != nullptr);
}

}  // namespace

Result<std::unique_ptr<Model>> first_model(const TrainingPlan& plan) {
  auto model = make_model(plan.model, plan.scaling,
                          make_generator(stream_seed(plan.seed, RandomStream::kWeights)));
  if (model && !plan.start_from.empty()) {
    if (auto loaded = load_state(**model, plan.start_from); !loaded) {
      return tl::unexpected(loaded.error());
    }
  }
  return model;
}

namespace {

/// The state of one training, stepped epoch by epoch.
class Training {
 public:
  Training(const TrainingPlan& plan, const at::Device& device, TrainingObserver& observer,
           ComputeThreads& threads, DataTensors data, std::unique_ptr<Model> model)
      : plan_(plan),
        observer_(observer),
        device_(device),
        threads_(threads),
        data_(std::move(data)),
        train_(to_tensor(plan.split.train)),
        validation_(to_tensor(plan.split.validation)),
        tasks_(tasks_of(*plan.dataset, plan.training.task_weights)),
        model_(std::move(model)),
        order_(make_generator(stream_seed(plan.seed, RandomStream::kOrder))),
        dropout_(make_device_generator(stream_seed(plan.seed, RandomStream::kDropout), device)),
        augmentation_(make_generator(stream_seed(plan.seed, RandomStream::kAugmentation))),
        updater_(make_updater(plan.training, model_->parameters())),
        batches_(batches_of(plan)),
        learning_rate_(plan.training, static_cast<std::int64_t>(batches_.size())),
        stopper_(plan.training.early_stop),
        checkpoint_(plan.checkpoint_file, plan.identity + "\ndevice " + device.str()) {}

  Result<TrainingResult> run();

 private:
  Result<double> train_epoch();
  at::Tensor train_batch(const at::Tensor& numbers);
  at::Tensor loss_of(const at::Tensor& inputs, const at::Tensor& labels);
  Result<Metrics> epoch(int number);
  Result<void> train_on(TrainingResult& result);
  void keep_best();
  void restore_best();
  template <class Evaluation>
  Result<Metrics> timed(const at::Tensor& numbers, const Evaluation& evaluation);
  Result<void> fill_evaluation_time();
  Result<Metrics> scores(const at::Tensor& numbers, const std::string& prefix);
  Result<void> add_test_metrics(Metrics& metrics);
  void add_model_metrics(Metrics& metrics) const;
  tl::unexpected<Error> diverged(int epoch) const;
  int epochs_done() const { return static_cast<int>(progress_.epochs.size()); }
  TrainingState state();

  const TrainingPlan& plan_;
  TrainingObserver& observer_;
  at::Device device_;
  ComputeThreads& threads_;
  DataTensors data_;
  at::Tensor train_, validation_;
  std::vector<Task> tasks_;
  std::unique_ptr<Model> model_;
  at::Generator order_, dropout_, augmentation_;
  std::unique_ptr<ParameterUpdater> updater_;
  std::vector<std::int64_t> batches_;  ///< sizes of an epoch's
  LearningRate learning_rate_;
  EarlyStopper stopper_;
  Checkpoint checkpoint_;
  Progress progress_;
  std::chrono::duration<double> evaluating_{};  ///< after the first pass, which warms up
  bool warmed_up_ = false;
  std::vector<at::Tensor> best_;  ///< the model's tensors, where the best epoch is to be restored
};

at::Tensor Training::loss_of(const at::Tensor& inputs, const at::Tensor& labels) {
  at::Tensor logits;
  {
    const PrecisionScope precision(plan_.training.precision, device_);
    logits = model_->forward_training(inputs, dropout_);
  }
  // Whatever the layers compute in, a loss of 8 bits would not tell two networks apart.
  at::Tensor loss =
      training_loss(tasks_, logits.to(at::kFloat), labels, plan_.training.label_smoothing);
  loss.backward();
  progress_.work.examples_trained += inputs.size(0);
  return loss.detach();
}

/// Updates the weights and returns the batch's mean loss, still on its tensor: reading the value
/// would make a device wait at every batch.
at::Tensor Training::train_batch(const at::Tensor& numbers) {
  const at::Tensor inputs = augment(data_.inputs(numbers), plan_.augmentation, augmentation_);
  const at::Tensor labels = data_.labels(numbers);
  const bool searches = plan_.training.optimizer == Optimizer::kLbfgs;
  const at::Tensor masks = searches ? dropout_.get_state() : at::Tensor();
  at::Tensor loss = updater_->step(learning_rate_.at(progress_.work.updates), [&] {
    if (searches) {  // a line search compares losses of one and the same function
      dropout_.set_state(masks);
    }
    return loss_of(inputs, labels);
  });
  ++progress_.work.updates;
  return loss;
}

/// The mean loss over the examples, each at the weights it was trained with.
Result<double> Training::train_epoch() {
  const std::int64_t count = train_.numel();
  const at::Tensor order =
      plan_.training.shuffle ? train_.index_select(0, at::randperm(count, order_, train_.options()))
                             : train_;
  const at::Tensor numbers = order.to(device_);  // once, not batch by batch
  at::Tensor sum = at::zeros({}, data_.options().dtype(at::kDouble));
  for (const at::Tensor& batch : numbers.split_with_sizes(batches_)) {
    if (observer_.cancelled()) {
      return fail(ErrorCode::kCancelled, "the training was cancelled");
    }
    sum.add_(train_batch(batch), static_cast<double>(batch.numel()));
  }
  return sum.item<double>() / static_cast<double>(count);
}

tl::unexpected<Error> Training::diverged(int epoch) const {
  const std::optional<double>& last = progress_.last_finite_loss;
  return fail(ErrorCode::kDiverged,
              "the loss is not finite in epoch " + std::to_string(epoch) +
                  "; the last finite training loss: " + (last ? std::to_string(*last) : "none"),
              "try a lower learning_rate, or a clip_norm");
}

/// A pass over these examples without training, timed.
template <class Evaluation>
Result<Metrics> Training::timed(const at::Tensor& numbers, const Evaluation& evaluation) {
  const PrecisionScope precision(plan_.training.precision, device_);
  const auto begin = std::chrono::steady_clock::now();
  observer_.on_evaluation_begin();
  auto metrics = evaluation();
  observer_.on_evaluation_end(numbers.numel());
  if (warmed_up_) evaluating_ += std::chrono::steady_clock::now() - begin;
  warmed_up_ = true;
  return metrics;
}

/// Always at rest, whatever the mode: how many passes it takes must change no tensor.
Result<void> Training::fill_evaluation_time() {
  while (evaluating_.count() < plan_.evaluation_seconds) {
    const auto passed = timed(validation_, [&] {
      return evaluate(*model_, data_, validation_, tasks_, "val", observer_);
    });
    if (!passed) {
      return tl::unexpected(passed.error());
    }
  }
  return {};
}

Result<Metrics> Training::scores(const at::Tensor& numbers, const std::string& prefix) {
  const bool at_rest = plan_.training.evaluation == EvaluationMode::kEvaluation;
  auto metrics = timed(numbers, [&] {
    return at_rest ? evaluate(*model_, data_, numbers, tasks_, prefix, observer_)
                   : evaluate_in_training_mode(*model_, dropout_, data_, numbers, tasks_, prefix,
                                               observer_);
  });
  if (metrics) {
    progress_.work.examples_evaluated += numbers.numel();
  }
  return metrics;
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
  progress_.last_finite_loss = *train_loss;
  auto metrics = scores(validation_, "val");
  if (!metrics) {
    return metrics;
  }
  if (!std::isfinite(metrics->at("val_loss"))) {
    return diverged(number);
  }
  (*metrics)["train_loss"] = *train_loss;
  (*metrics)["learning_rate"] = learning_rate_.at(progress_.work.updates - 1);
  (*metrics)["modelled_joules"] = modelled_joules(progress_.work, plan_.model.macs());
  return metrics;
}

void Training::keep_best() {
  best_.clear();
  for (const auto& [name, tensor] : model_->named_tensors()) {
    best_.push_back(tensor.detach().clone());
  }
}

void Training::restore_best() {
  const std::vector<Model::NamedTensor> tensors = model_->named_tensors();
  for (std::size_t i = 0; i < best_.size(); ++i) {
    assign(tensors[i].second, best_[i]);
  }
}

TrainingState Training::state() {
  return {progress_,
          model_->named_tensors(),
          {{"order", &order_}, {"dropout", &dropout_}, {"augmentation", &augmentation_}},
          *updater_,
          best_};
}

/// Goes on from the checkpoint, or from the start, to the last epoch that is wanted.
Result<void> Training::train_on(TrainingResult& result) {
  checkpoint_.load(state());
  result.resumed_epochs = epochs_done();
  if (result.resumed_epochs > 0) {
    observer_.on_resumed(result.resumed_epochs);
  }
  for (int done = 1; done <= result.resumed_epochs && !result.stopped; ++done) {
    const Metrics& metrics = progress_.epochs[static_cast<std::size_t>(done) - 1];
    stopper_.see(done, metrics);
    result.stopped = !observer_.on_epoch(done, metrics);
  }
  while (epochs_done() < plan_.training.epochs && !stopper_.over() && !result.stopped) {
    const int number = epochs_done() + 1;
    auto metrics = epoch(number);
    if (!metrics) {
      return tl::unexpected(metrics.error());
    }
    progress_.epochs.push_back(std::move(*metrics));
    if (stopper_.see(number, progress_.epochs.back()) && stopper_.keeps_best()) {
      keep_best();
    }
    result.stopped = !observer_.on_epoch(number, progress_.epochs.back());
    // A full disk costs what could have been gone on from, not the training.
    if (!result.stopped) {
      [[maybe_unused]] const auto saved = checkpoint_.save_in_turn(state());
    } else if (plan_.checkpoint_when_stopped) {
      [[maybe_unused]] const auto saved = checkpoint_.save(state());
    }
  }
  return {};
}

Result<void> Training::add_test_metrics(Metrics& metrics) {
  if (plan_.split.test.empty()) {
    return {};
  }
  auto test = scores(to_tensor(plan_.split.test), "test");
  if (!test) {
    return tl::unexpected(test.error());
  }
  metrics.merge(*test);
  return {};
}

void Training::add_model_metrics(Metrics& metrics) const {
  metrics["parameters"] = static_cast<double>(plan_.model.parameters());
  metrics["macs"] = static_cast<double>(plan_.model.macs());
  metrics["epochs"] = epochs_done();
  metrics["modelled_joules"] = modelled_joules(progress_.work, plan_.model.macs());
}

Result<TrainingResult> Training::run() {
  TrainingResult result;
  if (auto trained = train_on(result); !trained) {
    return tl::unexpected(trained.error());
  }
  result.metrics = progress_.epochs.back();
  if (!result.stopped && !best_.empty()) {
    restore_best();
    result.metrics = progress_.epochs[static_cast<std::size_t>(stopper_.best_epoch()) - 1];
  }
  if (!result.stopped) {
    if (auto tested = add_test_metrics(result.metrics); !tested) {
      return tl::unexpected(tested.error());
    }
    if (auto filled = fill_evaluation_time(); !filled) {
      return tl::unexpected(filled.error());
    }
  }
  add_model_metrics(result.metrics);
  if (!plan_.artifact_directory.empty()) {
    if (auto kept = write_artifact(*model_, *plan_.dataset, plan_.artifact_directory); !kept) {
      return tl::unexpected(kept.error());
    }
  }
  return result;
}

}  // namespace

Result<TrainingResult> run_training(const TrainingPlan& plan, TrainingObserver& observer) {
  const auto device = find_device(plan.training.device);
  if (!device) {
    return tl::unexpected(device.error());
  }
  const MemoryPoolScope memory;  // before every tensor: they give their blocks back to it
  ComputeThreads threads(plan.threads, observer);
  DataTensors data(plan.dataset, *device);
  auto model = first_model(plan);
  if (!model) {
    return tl::unexpected(model.error());
  }
  move_to(*device, **model);
  observer.on_device(device->str());
  return Training(plan, *device, observer, threads, std::move(data), std::move(*model)).run();
}

}  // namespace wattle::trainer
