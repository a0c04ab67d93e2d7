// SPDX-License-Identifier: MIT
// How a network is trained: the objective's `training` member.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

enum class Optimizer { kSgd, kAdam, kAdamW, kRmsprop, kAdagrad, kLbfgs };
enum class ScheduleKind { kConstant, kStep, kCosine, kOneCycle, kExponential };

/// How the learning rate changes; the formulas are in schedule.h. In JSON either the kind alone
/// ("cosine") or an object with it ({"kind": "step", "every": 5}).
struct Schedule {
  ScheduleKind kind = ScheduleKind::kConstant;  ///< constant, step, cosine, one_cycle, exponential
  std::int64_t every = 10;                      ///< step: epochs between two drops
  double gamma = 0.1;           ///< factor of a drop; of an epoch for exponential, 0.95 there
  double final_factor = 0.0;    ///< cosine: where it ends, as a factor of the learning rate
  double rise_fraction = 0.3;   ///< one_cycle: share of the updates on the way up
  double start_divisor = 25.0;  ///< one_cycle: starts at learning_rate / this
  double final_divisor = 1e4;   ///< one_cycle: ends at its start / this
};

/// How a network is when it is scored on validation and test examples.
enum class EvaluationMode {
  kEvaluation,  ///< at rest: running statistics, no dropout
  kTraining     ///< as in training: statistics of the batch that is scored, dropout
};

/// What a network computes with. Weights, gradients' sums and optimiser states are 32-bit always.
enum class Precision {
  kFloat32,
  kBfloat16  ///< convolutions, matrix products and what is between them, as libtorch's autocast has
             ///< it
};

/// Ends a training that no longer gets better. Off while `patience` is 0.
struct EarlyStop {
  std::int64_t patience = 0;        ///< epochs without a better value that are still trained
  std::string metric = "val_loss";  ///< val_loss (lower is better) or val_accuracy (higher)
  double least_change = 0.0;        ///< a smaller one is no improvement; >= 0
  bool restore_best = true;         ///< the result is the best epoch's, not the last one's
};

struct TrainingSpecification {
  Optimizer optimizer = Optimizer::kAdam;  ///< sgd, adam, adamw, rmsprop, adagrad, lbfgs
  double learning_rate = 1e-3;             ///< the schedule multiplies it; > 0
  double momentum = 0.0;                   ///< sgd and rmsprop only; [0, 1)
  bool nesterov = false;                   ///< sgd only; needs momentum
  double beta1 = 0.9;                      ///< adam, adamw: decay of the mean; [0, 1)
  double beta2 = 0.999;                    ///< adam, adamw: decay of the mean square; [0, 1)
  double epsilon = 1e-8;         ///< adam, adamw, rmsprop, adagrad: added to the root; > 0
  std::int64_t iterations = 20;  ///< lbfgs: steps along a batch's own loss, an update
  std::int64_t history = 10;     ///< lbfgs: past steps that the curvature is told from
  double weight_decay = 0.0;     ///< pull to zero: decoupled in adamw, none in lbfgs, in the
                                 ///< gradient elsewhere
  std::int64_t batch_size = 32;  ///< examples an update; the last batch may be smaller, see
                                 ///< batch_sizes()
  std::int64_t epochs = 10;      ///< passes over the training part
  Schedule schedule;             ///< constant
  double warmup_epochs = 0.0;    ///< linear rise before the schedule starts; <= epochs
  double label_smoothing = 0.0;  ///< share of the target spread over all classes; [0, 1)
  double clip_norm = 0.0;        ///< largest 2-norm of the whole gradient, not in lbfgs; 0: off
  bool shuffle = true;           ///< a new order each epoch
  EvaluationMode evaluation = EvaluationMode::kEvaluation;  ///< evaluation_mode, training_mode
  Precision precision = Precision::kFloat32;
  std::string device = "auto";  ///< auto: a CUDA device where there is one; cpu, cuda, cuda:1
  EarlyStop early_stop;
  std::vector<double> task_weights;  ///< of the targets in the loss, each > 0; empty: 1 each
  std::string start_from;            ///< a model.pt whose tensors of equal name and shape are the
                                     ///< first weights; empty: drawn
};

/// Members that an optimiser does not use are checked and then ignored, so that a search space
/// need not be conditional. Failure: kInvalidArgument, naming the member.
Result<TrainingSpecification> parse_training(const nlohmann::json& training);

/// The defaults above as JSON. Left out is what has no default of its own: task_weights, start_from
/// and the members of other schedules than the constant one.
nlohmann::json default_training();

std::string optimizer_name(Optimizer optimizer);
std::string schedule_name(ScheduleKind kind);
std::string precision_name(Precision precision);
std::string evaluation_name(EvaluationMode mode);

}  // namespace wattle::trainer
