// SPDX-License-Identifier: MIT
// From a scenario to a study that can be run.
#pragma once

#include <memory>

#include "energy/error.h"
#include "search/objective/make_objective.h"
#include "search/scenario/scenario.h"
#include "search/study/study.h"

namespace wattle::search {

/// Builds every part. Fails with kInvalidArgument for what only building can find out (a grid that
/// is too large; a GPU power limit by trial with several `jobs`; `fixed_lag` with a goal on joules
/// that the objective can only measure, or with pruner `energy` and such joules or a budget of
/// joules), and as `make_objective` does. `jobs`: trials at once, by which a strategy may be
/// chosen; under `fixed_lag` the lag counts instead.
Result<std::unique_ptr<Study>> build_study(const Scenario& scenario,
                                           const ObjectiveSurroundings& surroundings, int jobs = 1);

/// The same with an objective of the caller's own (callable_objective.h) for a problem that
/// `validate_ask_tell` or `load_ask_tell` has read: any metrics, and no member `objective`. Fails
/// with kInvalidArgument when there is no `budget`: the study would not end.
/// A strategy or a pruner of the caller's own takes the place of the study's before it is run; it
/// may refer to the study's `space` and `goal`.
Result<std::unique_ptr<Study>> build_study_with(std::shared_ptr<Objective> objective,
                                                const Scenario& problem, int jobs = 1);

/// The same for trials that run on other machines, many at once: nothing of this one is counted for
/// them, and no finalist is measured.
Result<std::unique_ptr<Study>> build_study_elsewhere(std::shared_ptr<Objective> objective,
                                                     const Scenario& problem);

/// A limit is the GPUs': trials side by side cannot have one each, and recorded ones none. Fails
/// with kInvalidArgument; `build_study` does, too.
Result<void> check_power_limit(const Scenario& scenario, int jobs);

/// The metric a study decides by when its goal speaks of joules: measured ones, or under
/// `fixed_lag` and of recorded runs the objective's repeatable ones, since two measurements of the
/// same work are never equal to the last digit. Empty when there are none.
std::string energy_metric(const Schedule& schedule, const Objective& objective);

}  // namespace wattle::search
