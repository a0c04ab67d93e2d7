// SPDX-License-Identifier: MIT
// What the steps of a trial say about where it is going.
#pragma once

#include <optional>

#include "search/trial/goal.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// A step's metric as a loss, -metric when it is to be maximised; nullopt when it is missing or not
/// finite.
std::optional<double> loss_at(const Step& step, const Goal& goal);

/// The other way round: the metric that has this loss.
double metric_of(double loss, const Goal& goal);

/// The least loss over all steps; nullopt without any. O(s) for s steps.
std::optional<double> best_loss(const Trial& trial, const Goal& goal);

/// Joules spent from the start to the end of a step, by the goal's `energy_metric`: the step's
/// metric of that name, or what was metered when that is "train_joules". nullopt when neither is
/// there and finite.
std::optional<double> joules_at(const Step& step, const Goal& goal);

/// The least loss that the trial can be hoped to reach at step `last`. With b the best loss so far,
/// s the last step made, h the middle one, and w the worst loss from h on, the last step left out:
///
///   b - (last - s) (w - b) / (s - h)
///
/// that is, every further step gains as much as those since h did on average. A loss that falls and
/// flattens (a convex curve, as most are that are known [Domhan2015]) stays above it, since its
/// chords get flatter; noise only widens w - b. A curve that has yet to start falling, or falls in
/// steps, can end lower. Never decreases when the last loss increases. nullopt with fewer than two
/// steps, or without a finite loss from h on, the last step left out. O(s).
std::optional<double> optimistic_loss(const Trial& trial, const Goal& goal, int last);

}  // namespace wattle::search
