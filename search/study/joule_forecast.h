// SPDX-License-Identifier: MIT
// Whether another trial can fit into what is left of a study's joules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/objective/objective.h"
#include "search/pruning/energy_projection.h"
#include "search/trial/budget.h"
#include "search/trial/history.h"

namespace wattle::search {

/// What the trials with a measurement cost, for `project_trial`. `modelled_metric`: theirs, of what
/// their work is modelled to cost; empty: nothing is, and only complete trials say something of a
/// whole one. Joules that an objective reports of itself are left out: they were not metered, and
/// take nothing from the budget.
std::vector<TrialCost> trial_costs(const History& trials, const std::string& modelled_metric);

/// Why the next trial cannot fit into the `left` of the budget, even at the lower end of what it is
/// projected to need; nullopt when it may, or nothing is known of it. Errs towards starting: what
/// running trials still need, and the machine's idle power, are not taken off.
std::optional<std::string> reason_not_to_start(const std::vector<TrialCost>& costs,
                                               Objective& objective, const Parameters& parameters,
                                               const Budget& budget, Joules left);

}  // namespace wattle::search
