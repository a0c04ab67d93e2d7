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
  std::vector<at::Tensor> gradients;
  std::vector<at::Tensor> norms;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined()) {
      gradients.push_back(parameter.grad());
      norms.push_back(parameter.grad().norm());
    }
  }
  if (gradients.empty()) {
    return;
  }
  const at::Tensor factor = (most / (at::stack(norms).norm() + kNormFloor)).clamp_max(1.0);
  for (at::Tensor& gradient : gradients) {
    gradient.mul_(factor);
  }
}

template <class TorchOptimizer, class Options>
class TorchUpdater final : public ParameterUpdater {
 public:
  TorchUpdater(Parameters parameters, Options options, double clip_norm)
      : parameters_(std::move(parameters)),
        options_(std::move(options)),
        optimizer_(std::make_unique<TorchOptimizer>(parameters_, options_)),
        clip_norm_(clip_norm) {}

  at::Tensor step(double learning_rate, const LossOfBatch& loss) override {
    for (auto& group : optimizer_->param_groups()) {
      group.options().set_lr(learning_rate);
    }
    at::Tensor before = update(loss);
    clear_gradients();
    return before;
  }
  void save(torch::serialize::OutputArchive& archive) const override { optimizer_->save(archive); }
  void load(torch::serialize::InputArchive& archive) override {
    auto loaded = std::make_unique<TorchOptimizer>(parameters_, options_);
    loaded->load(archive);
    optimizer_ = std::move(loaded);
  }

 private:
  at::Tensor update(const LossOfBatch& loss) {
    if constexpr (std::is_same_v<TorchOptimizer, torch::optim::LBFGS>) {
      return optimizer_->step([&] {
        clear_gradients();
        return loss();
      });
    } else {
      at::Tensor value = loss();
      if (clip_norm_ > 0.0) {
        const at::NoGradGuard no_gradient;
        clip_gradients(parameters_, clip_norm_);
      }
      optimizer_->step();
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
  Options options_;
  std::unique_ptr<TorchOptimizer> optimizer_;
  double clip_norm_;
};

template <class TorchOptimizer, class Options>
std::unique_ptr<ParameterUpdater> updater(Parameters parameters, Options options,
                                          double clip_norm) {
  return std::make_unique<TorchUpdater<TorchOptimizer, Options>>(std::move(parameters),
                                                                 std::move(options), clip_norm);
}

/// Options of Adam or AdamW.
template <class Options>
Options adam_options(const TrainingSpecification& s) {
  Options options(s.learning_rate);
  options.betas(std::tuple<double, double>(s.beta1, s.beta2))
      .eps(s.epsilon)
      .weight_decay(s.weight_decay);
  return options;
}

}  // namespace

std::unique_ptr<ParameterUpdater> make_updater(const TrainingSpecification& specification,
                                               std::vector<at::Tensor> parameters) {
  namespace optim = torch::optim;
  const TrainingSpecification& s = specification;
  switch (s.optimizer) {
    case Optimizer::kSgd: {
      optim::SGDOptions options(s.learning_rate);
      options.momentum(s.momentum).nesterov(s.nesterov).weight_decay(s.weight_decay);
      return updater<optim::SGD>(std::move(parameters), options, s.clip_norm);
    }
    case Optimizer::kAdam:
      return updater<optim::Adam>(std::move(parameters), adam_options<optim::AdamOptions>(s),
                                  s.clip_norm);
    case Optimizer::kAdamW:
      return updater<optim::AdamW>(std::move(parameters), adam_options<optim::AdamWOptions>(s),
                                   s.clip_norm);
    case Optimizer::kRmsprop: {
      optim::RMSpropOptions options(s.learning_rate);
      options.momentum(s.momentum).eps(s.epsilon).weight_decay(s.weight_decay);
      return updater<optim::RMSprop>(std::move(parameters), options, s.clip_norm);
    }
    case Optimizer::kAdagrad: {
      optim::AdagradOptions options(s.learning_rate);
      options.eps(s.epsilon).weight_decay(s.weight_decay);
      return updater<optim::Adagrad>(std::move(parameters), options, s.clip_norm);
    }
    case Optimizer::kLbfgs: {
      optim::LBFGSOptions options(s.learning_rate);
      options.max_iter(s.iterations).history_size(s.history).line_search_fn("strong_wolfe");
      return updater<optim::LBFGS>(std::move(parameters), options, s.clip_norm);
    }
  }
  return nullptr;
}

}  // namespace wattle::trainer
