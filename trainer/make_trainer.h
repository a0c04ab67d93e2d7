// SPDX-License-Identifier: MIT
// The trainer for whoever links it directly.
#pragma once

#include <memory>

#include "trainer/trainer.h"

namespace wattle::trainer {

std::unique_ptr<Trainer> make_trainer(const TrainerOptions& options);

}  // namespace wattle::trainer
