// SPDX-License-Identifier: MIT
// How a trial that somebody else ran has ended.
#pragma once

#include <optional>

#include "search/study/refusal.h"
#include "search/study/trial_course.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// What came of a trial with these metrics, judged as the study engine judges its own: complete, or
/// failed when a metric that the goal needs is not finite or its joules are not above 0. `joules`
/// is the metric "train_joules", which may be written either way. Numbers that are not finite are
/// kept as NaN.
/// Refused, since whoever told it can tell it again: a metric that the goal needs is not there;
/// joules are negative, or told twice with different values.
Answer<TrialEnd> judge(const Goal& goal, Metrics metrics, std::optional<Joules> joules);

/// True for the same state, reason and metrics, NaN being the same as NaN.
bool same_end(const Trial& trial, const TrialEnd& end);

}  // namespace wattle::search
