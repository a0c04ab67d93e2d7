// SPDX-License-Identifier: MIT
// What every run of a trial has in common, the first one and a finalist's.
#pragma once

#include "search/study/study.h"
#include "search/study/trial_course.h"

namespace wattle::search {

/// Number, parameters, seed, environment, limits, retries and planned steps of the trial;
/// `power_limit` may be null.
TrialJob job_of(const Study& study, const Trial& trial, energy::PowerLimit* power_limit);

}  // namespace wattle::search
