// SPDX-License-Identifier: MIT
// Tells when a training no longer gets better.
#pragma once

#include "trainer/trainer.h"
#include "trainer/training/specification.h"

namespace wattle::trainer {

/// Watches the epochs of one training. A function of the metrics it has seen alone.
class EarlyStopper {
 public:
  explicit EarlyStopper(EarlyStop options) : options_(std::move(options)) {}

  /// True when this epoch (1, 2, ...) is the best so far: better than the best before by more than
  /// least_change. The first one is.
  bool see(int epoch, const Metrics& metrics);
  /// Whether `patience` epochs have passed since the best one; never while patience is 0.
  bool over() const;
  /// 0 before the first.
  int best_epoch() const { return best_epoch_; }
  /// Whether the best epoch's network has to be kept.
  bool keeps_best() const { return options_.patience > 0 && options_.restore_best; }

 private:
  EarlyStop options_;
  int epoch_ = 0;
  int best_epoch_ = 0;
  double best_ = 0.0;  ///< lower is better
};

}  // namespace wattle::trainer
