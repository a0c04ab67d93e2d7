// SPDX-License-Identifier: MIT
// A history as a surrogate model sees it that knows how far each trial was trained.
//
// The surrogate is then a Gaussian process over parameters and one coordinate of fidelity, as in
// [Kandasamy2017] and, with the size of the data for a coordinate, [Klein2017]; asked at full
// fidelity alone. Who is trained on is left to the pruner, as Hyperband decides in [Falkner2018];
// [Swersky2014] lets the model decide that, with a kernel of its own for curves.
#pragma once

#include <optional>

#include "search/strategy/bayesian_observations.h"
#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// The step that counts as a whole training: the last one of the complete trial with the most of
/// them; while none is complete, of any ended trial. nullopt when no ended trial tells its steps.
std::optional<int> full_step(const History& history);

/// How far a training is after `step` of `full` steps, in [0, 1]:
///   t = log(1 + step) / log(1 + full)
/// and 1 beyond. A logarithm, because learning curves flatten: each doubling of the steps is an
/// equal part of the way.
double fidelity(int step, int full);

/// `observations` (of `observe`) as those of a function of parameters and t, the last coordinate of
/// a row:
/// - A complete trial is its measurement at t = 1, also one that ended before the full step: what a
///   trial comes to when nobody stops it is what the strategy seeks.
/// - A pruned trial is its last metrics at the t of its last step. One without steps is left out,
///   since nobody knows how far it came.
/// - Either also tells of the latest steps at or below a half and a quarter of its last one, where
///   the metrics of that step, with the joules ("train_joules", net) and seconds up to it, give all
///   of the goal's outputs.
///   A heuristic: two points more a trial show which way its curve goes, and what a fit costs grows
///   with the cube of the rows.
/// What an output of energy means at t < 1 is thereby the energy up to there; nothing is
/// extrapolated but by the model. Steps of running trials are not looked at, so a suggestion rests
/// on ended trials whatever a schedule shows.
///
/// Rows come by kind: steps at a quarter, at a half, then one row a trial, each in the order of the
/// history. "The latest rows" are thereby whole trials, and rows taken at even distances hold the
/// same share of each kind. O(trials x (d + log steps)).
Observations with_steps(const Observations& observations, const History& history, const Goal& goal,
                        int full);

}  // namespace wattle::search
