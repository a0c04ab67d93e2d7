// SPDX-License-Identifier: MIT
// What each layer of a model costs in a training step, and what predictions cost.
#pragma once

#include "energy/error.h"
#include "energy/metering.h"
#include "trainer/model_profile.h"
#include "trainer/training/loop.h"

namespace wattle::trainer {

/// Measures the plan's model, with first weights, on the first examples of its training part: each
/// layer alone with the inputs that it gets in a whole pass, the whole step, and predictions in
/// batches of 1, 32 and as many as an evaluation takes. The weights stay as they are; running
/// statistics move, as in training. Failure: kCancelled, or what the model's making fails with.
/// Throws what libtorch throws.
Result<ModelProfile> profile_model(const TrainingPlan& plan, const ProfileRequest& request,
                                   energy::Account& account);

}  // namespace wattle::trainer
