// SPDX-License-Identifier: MIT
// One trial from its start to its measurement.
#pragma once

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/study/trial_course.h"

namespace wattle::search {

/// Runs the objective on the calling thread with an account of its own. Never throws: an exception
/// of the objective is a failure with its text. A trial ends early, as complete, at the first step
/// whose metrics reach the goal (`Goal::reached`), whatever `on_step` says. A complete trial
/// without the goal's metrics, all finite, is a failure too. At a limit of seconds or joules it
/// ends early too, between two steps where the objective asks whether it is cancelled. A failure
/// that may pass is followed by further attempts as `job.retries` says, on the same account: what
/// lost ones used is the trial's.
TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock);

/// Sets the limit of the GPUs' power that a trial asks for. `held` may be null: then one that asks
/// for a limit fails.
Result<void> set_power_limit(energy::PowerLimit* held, std::optional<Watts> limit);

}  // namespace wattle::search
