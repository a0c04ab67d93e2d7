// SPDX-License-Identifier: MIT
// The shared object's only symbol.
#include <exception>

#include "trainer/make_trainer.h"

extern "C" wattle::trainer::Trainer* wattle_create_trainer(
    const wattle::trainer::TrainerOptions& options) {
  try {
    return wattle::trainer::make_trainer(options).release();
  } catch (const std::exception&) {
    return nullptr;
  }
}
