// SPDX-License-Identifier: MIT
// What Optuna's trials were drawn from, as a space of Wattle.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/exchange/optuna_storage.h"
#include "search/scenario/faults.h"

namespace wattle::search {

/// The value as the program of the trial saw it: a number or a choice.
nlohmann::json value_of(const OptunaParameter& parameter);

/// A name of Wattle's for each of Optuna's: letters, digits and _ stay, anything else becomes _;
/// a number behind it tells apart what would then be equal.
std::map<std::string, std::string> identifiers_of(const OptunaStudy& study);

struct OptunaSpace {
  nlohmann::json space;  ///< a scenario's `space`
  std::vector<std::string> notes;
};

/// The space of all trials, by the distributions that they were drawn from:
///   FloatDistribution (low, high, log, step)  float, scale log, step
///   IntDistribution (low, high, log, step)    int, likewise
///   CategoricalDistribution (choices)         categorical
/// Where trials differ in bounds, the widest hold; steps that differ are dropped. A range of one
/// value is a constant. A parameter that some trials do not have gets a condition (`when`), see
/// `condition_of`. Faults: other distributions, a parameter of several kinds, one that only some
/// trials have and no other parameter tells when.
Validated<OptunaSpace> space_of(const OptunaStudy& study,
                                const std::map<std::string, std::string>& names);

/// A trial's parameters by Optuna's names.
using OptunaPoint = std::map<std::string, nlohmann::json>;

/// The `when` of a parameter that only some `points` have: `other` is C and the values that C has
/// where the parameter is there are not those that it has elsewhere. C must be in every point that
/// has the parameter, and in some that do not. An integer C is compared (`at_least`, `at_most`)
/// where that says it, else C's values are listed. Null when no parameter tells. Optuna itself
/// keeps no conditions: this is what the trials show. O(points x parameters).
nlohmann::json condition_of(const std::string& parameter, const std::vector<OptunaPoint>& points,
                            const std::map<std::string, std::string>& names);

}  // namespace wattle::search
