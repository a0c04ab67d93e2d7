// SPDX-License-Identifier: MIT
#include "trainer/training/optimizer.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>
#include <torch/serialize/archive.h>

#include <tuple>
#include <type_traits>
#include <utility>

namespace wattle::trainer {
namespace {

using Parameters = std::vector<at::Tensor>;
// Keeps the division finite when every gradient is zero; PyTorch's value.
constexpr double kNormFloor = 1e-6;

/// Scales all gradients so that their joint 2-norm is at most `most`. Unlike libtorch's own
/// function it never waits for the norm's value.
void clip_gradients(const Parameters& parameters, double most) {
  std::vector<at::Tensor> norms;
  for (const at::Tensor& parameter : parameters) {
    norms.push_back(parameter.grad().norm());
  }
  const at::Tensor factor = (most / (at::stack(norms).norm() + kNormFloor)).clamp_max(1.0);
  for (const at::Tensor& parameter : parameters) {
    parameter.grad().mul_(factor);
  }
}

template <class TorchOptimizer>
class TorchUpdater final : public ParameterUpdater {
 public:
  template <class Options>
  TorchUpdater(Parameters parameters, Options options, double clip_norm)
      : parameters_(std::move(parameters)),
        optimizer_(parameters_, std::move(options)),
        clip_norm_(clip_norm) {}

  at::Tensor step(double learning_rate, const LossOfBatch& loss) override {
    for (auto& group : optimizer_.param_groups()) {
      group.options().set_lr(learning_rate);
    }
    const at::Tensor before = update(loss);
    clear_gradients();
    return before;
  }
  void save(torch::serialize::OutputArchive& archive) const override { optimizer_.save(archive); }
  void load(torch::serialize::InputArchive& archive) override { optimizer_.load(archive); }

 private:
  at::Tensor update(const LossOfBatch& loss) {
    const auto clipped = [&] {
      at::Tensor value = loss();
      if (clip_norm_ > 0.0) {
        const at::NoGradGuard no_gradient;
        clip_gradients(parameters_, clip_norm_);
      }
      return value;
    };
    if constexpr (std::is_same_v<TorchOptimizer, torch::optim::LBFGS>) {
      return optimizer_.step([&] {
        clear_gradients();
        return clipped();
      });
    } else {
      at::Tensor value = clipped();
      optimizer_.step();
      return value;
    }
  }

  /// Takes the gradients away: zeros would have to be written, and then added to.
  void clear_gradients() {
    for (const at::Tensor& parameter : parameters_) {
      parameter.mutable_grad().reset();
    }
  }

  Parameters parameters_;
  TorchOptimizer optimizer_;
  double clip_norm_;
};

}  // namespace

std::unique_ptr<ParameterUpdater> make_updater(const TrainingSpecification& specification,
                                               std::vector<at::Tensor> parameters) {
  const TrainingSpecification& s = specification;
  const std::tuple<double, double> betas(s.beta1, s.beta2);
  switch (s.optimizer) {
    case Optimizer::kSgd:
      return std::make_unique<TorchUpdater<torch::optim::SGD>>(
          std::move(parameters),
          torch::optim::SGDOptions(s.learning_rate)
              .momentum(s.momentum)
              .nesterov(s.nesterov)
              .weight_decay(s.weight_decay),
          s.clip_norm);
    case Optimizer::kAdam:
      return std::make_unique<TorchUpdater<torch::optim::Adam>>(
          std::move(parameters),
          torch::optim::AdamOptions(s.learning_rate)
              .betas(betas)
              .eps(s.epsilon)
              .weight_decay(s.weight_decay),
          s.clip_norm);
    case Optimizer::kAdamW:
      return std::make_unique<TorchUpdater<torch::optim::AdamW>>(
          std::move(parameters),
          torch::optim::AdamWOptions(s.learning_rate)
              .betas(betas)
              .eps(s.epsilon)
              .weight_decay(s.weight_decay),
          s.clip_norm);
    case Optimizer::kRmsprop:
      return std::make_unique<TorchUpdater<torch::optim::RMSprop>>(
          std::move(parameters),
          torch::optim::RMSpropOptions(s.learning_rate)
              .momentum(s.momentum)
              .eps(s.epsilon)
              .weight_decay(s.weight_decay),
          s.clip_norm);
    case Optimizer::kAdagrad:
      return std::make_unique<TorchUpdater<torch::optim::Adagrad>>(
          std::move(parameters),
          torch::optim::AdagradOptions(s.learning_rate).eps(s.epsilon).weight_decay(s.weight_decay),
          s.clip_norm);
    case Optimizer::kLbfgs:
      return std::make_unique<TorchUpdater<torch::optim::LBFGS>>(
          std::move(parameters),
          torch::optim::LBFGSOptions(s.learning_rate)
              .max_iter(s.iterations)
              .history_size(s.history)
              .line_search_fn("strong_wolfe"),
          s.clip_norm);
  }
  return nullptr;
}

}  // namespace wattle::trainer
