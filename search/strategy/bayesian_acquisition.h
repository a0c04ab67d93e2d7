// SPDX-License-Identifier: MIT
// Which acquisition a Bayesian strategy maximises.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "search/acquisition/goal_acquisition.h"
#include "search/strategy/bayesian_surrogate.h"
#include "search/trial/budget.h"
#include "search/trial/goal.h"

namespace wattle::search {

enum class AcquisitionKind {
  kExpectedImprovement,       ///< of one objective, or of the area that a front dominates
  kProbabilityOfImprovement,  ///< one objective only
  kConfidenceBound,           ///< one objective only
  kThompson,
};

/// The kind of that name in a scenario; nullopt when there is none.
std::optional<AcquisitionKind> acquisition_kind(std::string_view name);

/// An acquisition with what it is made of.
struct ChosenAcquisition {
  std::unique_ptr<Acquisition> utility;
  std::unique_ptr<Acquisition> per_joule;  ///< over `utility`; null when joules do not count
  std::string name;                        ///< "log_expected_improvement", ...: for reports

  const Acquisition& get() const { return per_joule ? *per_joule : *utility; }
};

/// `aim` is what an improvement, expected or probable, improves on; `log_points` the log of how
/// many points there are to choose from (see confidence_bound.h). With `joules_exponent`, and a
/// model of joules, the utility is divided by that power of the joules expected. `surrogate` and
/// `form` must outlive the result.
ChosenAcquisition choose_acquisition(AcquisitionKind kind, const Surrogate& surrogate,
                                     const GoalForm& form, Aim aim, double log_points,
                                     std::optional<double> joules_exponent, Rng& rng);

/// The exponent of joules for the next suggestion: cooled from the end of the first
/// `initial_trials` on (per_joule.h). What is used are the trials, and where the goal's joules are
/// measured also these and the seconds since the study began; repeatable decisions
/// (`Goal::energy_metric`) count trials alone. 1 without a limit.
double cooled_joules_exponent(const History& history, const Goal& goal, const Budget& budget,
                              int initial_trials);

}  // namespace wattle::search
