// SPDX-License-Identifier: MIT
// A study of Optuna's as a scenario and trials of Wattle.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/exchange/imported_trials.h"
#include "search/exchange/optuna_space.h"

namespace wattle::search {

/// What the values of each objective are called: as the study names them, else `value`, or
/// `value_0`, `value_1`, .. of several. Names that Wattle gives a meaning of its own get `optuna_`
/// in front.
std::vector<std::string> metrics_of(const OptunaStudy& study);

/// The objective to judge by: the one that `metric` names, or the only one. Faults: several and
/// none named, a name that none has, an objective without a direction.
Validated<int> objective_of(const OptunaStudy& study, const std::string& metric);

/// A scenario with what the study knows: its space, and the goal `best` of that objective. Its own
/// objective is `imported`, since Optuna keeps no program. Faults as of `space_of`.
Validated<nlohmann::json> scenario_of(const OptunaStudy& study, int objective,
                                      const std::map<std::string, std::string>& names,
                                      std::vector<std::string>& notes);

/// The trials as points of `scenario`, whose goal's metric takes the values of `objective`.
/// COMPLETE, PRUNED and FAIL become complete, pruned and failed; RUNNING, and WAITING with all its
/// parameters, become waiting: they are run when the study goes on. Trials without all their
/// parameters are left out, with a note. Intermediate values become steps, numbers among the user
/// attributes metrics. Nothing is known of joules (`unknown`), nor of the seconds of a step (0).
/// Faults: trials that are no points of the space.
Validated<ImportedTrials> optuna_trials(const OptunaStudy& study, int objective,
                                        const std::map<std::string, std::string>& names,
                                        const Scenario& scenario);

}  // namespace wattle::search
