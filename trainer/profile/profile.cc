// SPDX-License-Identifier: MIT
#include "trainer/profile/profile.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "energy/clock.h"
#include "trainer/model/network.h"
#include "trainer/profile/call_meter.h"
#include "trainer/profile/layer_calls.h"
#include "trainer/random.h"
#include "trainer/training/augmentation.h"
#include "trainer/training/batches.h"
#include "trainer/training/compute_threads.h"
#include "trainer/training/device.h"
#include "trainer/training/memory_pool.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/precision.h"
#include "trainer/training/tasks.h"

namespace wattle::trainer {
namespace {

/// Has the helper threads counted.
class AccountObserver final : public TrainingObserver {
 public:
  AccountObserver(energy::Account& account, const std::function<bool()>& cancelled)
      : account_(account), cancelled_(cancelled) {}
  bool on_epoch(int /*epoch*/, const Metrics& /*metrics*/) override { return true; }
  bool cancelled() const override { return cancelled_(); }
  void on_thread_begin() override { account_.threads().join_current_thread(); }
  void on_thread_end() override { account_.threads().leave_current_thread(); }

 private:
  energy::Account& account_;
  const std::function<bool()>& cancelled_;
};

/// The first `count` training examples, or all if they are fewer.
at::Tensor first_examples(const TrainingPlan& plan, std::int64_t count) {
  const at::Tensor all = to_tensor(plan.split.train);
  return all.narrow(0, 0, std::min(count, all.numel()));
}

class Profiler {
 public:
  Profiler(const TrainingPlan& plan, const ProfileRequest& request, const at::Device& device,
           energy::Account& account, Model& model)
      : plan_(plan),
        request_(request),
        device_(device),
        model_(model),
        data_(plan.dataset, device),
        tasks_(tasks_of(*plan.dataset, plan.training.task_weights)),
        dropout_(make_device_generator(stream_seed(request.seed, RandomStream::kDropout), device)),
        augmentation_(make_generator(stream_seed(request.seed, RandomStream::kAugmentation))),
        meter_(
            account, clock_, Seconds(request.window_seconds), request.repeats,
            [device] { finish_work(device); }, request.cancelled) {}

  Result<ModelProfile> run() {
    const at::Tensor examples = first_examples(plan_, plan_.training.batch_size);
    ModelProfile profile;
    profile.batch = examples.numel();
    profile.step = measure_step(examples);
    if (const auto* network = dynamic_cast<const Network*>(&model_)) {
      measure_layers(*network, examples, profile);
    } else {
      measure_module(examples, profile);
    }
    for (const std::int64_t batch : prediction_batches()) {
      if (request_.cancelled()) {
        break;
      }
      profile.inference.push_back(measure_inference(batch));
    }
    if (request_.cancelled()) {
      return fail(ErrorCode::kCancelled, "the profile was cancelled");
    }
    return profile;
  }

 private:
  /// A whole update with a learning rate of 0: the weights stay. Of L-BFGS, whose updates make as
  /// many evaluations as its line search wants, one evaluation.
  CallCost measure_step(const at::Tensor& examples) {
    const auto updater = make_updater(plan_.training, model_.parameters());
    return meter_.measure([&] {
      const at::Tensor inputs = augment(data_.inputs(examples), plan_.augmentation, augmentation_);
      const at::Tensor labels = data_.labels(examples);
      const auto evaluate = [&] {
        at::Tensor loss = loss_of(inputs, labels);
        loss.backward();
        return loss.detach();
      };
      if (plan_.training.optimizer == Optimizer::kLbfgs) {
        evaluate();
      } else {
        updater->step(0.0, evaluate);
      }
    });
  }

  at::Tensor loss_of(const at::Tensor& inputs, const at::Tensor& labels) {
    at::Tensor logits;
    {
      const PrecisionScope precision(plan_.training.precision, device_);
      logits = model_.forward_training(inputs, dropout_);
    }
    return training_loss(tasks_, logits.to(at::kFloat), labels, plan_.training.label_smoothing);
  }

  LayerProfile about(const Layer& layer, std::int64_t batch) const {
    LayerProfile profile;
    profile.name = layer.name;
    profile.kind = kind_name(layer.kind);
    profile.output_shape = sizes_text(layer.output);
    profile.parameters = layer.parameters;
    profile.macs = layer.macs * batch;
    return profile;
  }

  void measure_layers(const Network& network, const at::Tensor& examples, ModelProfile& profile) {
    const auto works =
        layer_work(network, data_.inputs(examples), plan_.training.precision, dropout_);
    for (std::size_t i = 0; i < works.size() && !request_.cancelled(); ++i) {
      LayerProfile layer = about(plan_.model.layers[i], examples.numel());
      layer.bytes = works[i].bytes;
      layer.forward = meter_.measure(works[i].forward);
      if (works[i].backward) {
        layer.backward = meter_.measure(works[i].backward);
      }
      profile.layers.push_back(std::move(layer));
    }
  }

  /// Somebody else's module is one layer: forward, and the loss's way back through it.
  void measure_module(const at::Tensor& examples, ModelProfile& profile) {
    const at::Tensor inputs = data_.inputs(examples);
    LayerProfile whole = about(plan_.model.layers.front(), examples.numel());
    whole.bytes = static_cast<std::int64_t>(inputs.nbytes());
    for (const at::Tensor& parameter : model_.parameters()) {
      whole.bytes += static_cast<std::int64_t>(parameter.nbytes());
    }
    const auto forward = [&] {
      const PrecisionScope precision(plan_.training.precision, device_);
      return model_.forward_training(inputs, dropout_);
    };
    whole.bytes += static_cast<std::int64_t>(forward().nbytes());
    whole.forward = meter_.measure([&] { forward(); });
    if (const auto backward = backward_through(forward(), model_.parameters(), dropout_)) {
      whole.backward = meter_.measure(backward);
    }
    profile.layers.push_back(std::move(whole));
  }

  InferenceProfile measure_inference(std::int64_t batch) {
    const at::Tensor inputs = data_.inputs(first_examples(plan_, batch));
    const at::NoGradGuard no_gradient;
    InferenceProfile inference;
    inference.batch = inputs.size(0);
    inference.cost = meter_.measure([&] {
      const PrecisionScope precision(plan_.training.precision, device_);
      model_.forward(inputs);
    });
    return inference;
  }

  std::vector<std::int64_t> prediction_batches() const {
    constexpr std::int64_t kSmall = 32;
    const auto examples = static_cast<std::int64_t>(plan_.split.train.size());
    std::vector<std::int64_t> batches;
    for (const std::int64_t batch : {std::int64_t{1}, kSmall, evaluation_batch(plan_.model)}) {
      const std::int64_t possible = std::min(batch, examples);
      if (batches.empty() || possible > batches.back()) {
        batches.push_back(possible);
      }
    }
    return batches;
  }

  const TrainingPlan& plan_;
  const ProfileRequest& request_;
  at::Device device_;
  Model& model_;
  DataTensors data_;
  std::vector<Task> tasks_;
  at::Generator dropout_;
  at::Generator augmentation_;
  energy::SteadyClock clock_;
  CallMeter meter_;
};

}  // namespace

Result<ModelProfile> profile_model(const TrainingPlan& plan, const ProfileRequest& request,
                                   energy::Account& account) {
  const auto device = find_device(plan.training.device);
  if (!device) {
    return tl::unexpected(device.error());
  }
  account.uses_device(!device->is_cpu());
  const MemoryPoolScope memory;
  const energy::ThreadMembership member(account.threads());
  AccountObserver observer(account, request.cancelled);
  ComputeThreads threads(request.threads, observer);
  threads.meet_helpers();
  auto model = first_model(plan);
  if (!model) {
    return tl::unexpected(model.error());
  }
  move_to(*device, **model);
  return Profiler(plan, request, *device, account, **model).run();
}

}  // namespace wattle::trainer
