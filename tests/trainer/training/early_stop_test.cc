// SPDX-License-Identifier: MIT
#include "trainer/training/early_stop.h"

#include <gtest/gtest.h>

#include <vector>

namespace wattle::trainer {
namespace {

/// The epoch after which it is over, 0 when it never is.
int end_of(EarlyStopper& stopper, const std::vector<double>& losses) {
  int epoch = 0;
  for (const double loss : losses) {
    stopper.see(++epoch, {{"val_loss", loss}, {"val_accuracy", 1.0 - loss}});
    if (stopper.over()) return epoch;
  }
  return 0;
}

EarlyStop after(std::int64_t patience) {
  EarlyStop made;
  made.patience = patience;
  return made;
}

TEST(EarlyStopper, EndsAfterItsPatience) {
  EarlyStopper stopper(after(2));
  EXPECT_EQ(end_of(stopper, {0.9, 0.5, 0.6, 0.5, 0.1}), 4);
  EXPECT_EQ(stopper.best_epoch(), 2);
}

TEST(EarlyStopper, StartsAnewAtAnImprovement) {
  EarlyStopper stopper(after(2));
  EXPECT_EQ(end_of(stopper, {0.9, 0.95, 0.8, 0.85, 0.7}), 0);
  EXPECT_EQ(stopper.best_epoch(), 5);
}

TEST(EarlyStopper, IsNeverOverWithoutPatience) {
  EarlyStopper stopper(after(0));
  EXPECT_EQ(end_of(stopper, {0.1, 0.2, 0.3, 0.4}), 0);
}

TEST(EarlyStopper, TakesASmallChangeForNone) {
  EarlyStop options = after(1);
  options.least_change = 0.1;
  EarlyStopper stopper(options);
  EXPECT_EQ(end_of(stopper, {0.9, 0.7, 0.65}), 3);
  EXPECT_EQ(stopper.best_epoch(), 2);
}

TEST(EarlyStopper, WantsTheAccuracyToRise) {
  EarlyStop options = after(1);
  options.metric = "val_accuracy";
  EarlyStopper stopper(options);
  EXPECT_EQ(end_of(stopper, {0.9, 0.5, 0.6}), 3);
  EXPECT_EQ(stopper.best_epoch(), 2);
}

}  // namespace
}  // namespace wattle::trainer
