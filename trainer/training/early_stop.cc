// SPDX-License-Identifier: MIT
#include "trainer/training/early_stop.h"

namespace wattle::trainer {

bool EarlyStopper::see(int epoch, const Metrics& metrics) {
  epoch_ = epoch;
  const bool rises = options_.metric == "val_accuracy";
  const double value = metrics.at(options_.metric) * (rises ? -1.0 : 1.0);
  if (best_epoch_ != 0 && value >= best_ - options_.least_change) {
    return false;
  }
  best_ = value;
  best_epoch_ = epoch;
  return true;
}

bool EarlyStopper::over() const {
  return options_.patience > 0 && epoch_ - best_epoch_ >= options_.patience;
}

}  // namespace wattle::trainer
