// SPDX-License-Identifier: MIT
// An observer that lets everything pass.
#pragma once

#include "trainer/trainer.h"

namespace wattle::trainer {

class SilentObserver : public TrainingObserver {
 public:
  bool on_epoch(int, const Metrics&) override { return true; }
  bool cancelled() const override { return false; }
  void on_thread_begin() override {}
  void on_thread_end() override {}
};

}  // namespace wattle::trainer
