// SPDX-License-Identifier: MIT
// Joules that are still to come, by what came so far.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "energy/units.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// What will be spent, with the 95 % prediction interval.
struct EnergyProjection {
  Joules expected;
  Joules low;
  Joules high;
};

/// Of the steps that a trial still has to make. With the joules a step d_1 .. d_n since its first
/// reported one (which pays for loading data and warming up), their mean m and deviation s, and L
/// steps to come: m L +- t(0.975; n - 1) s sqrt(L + L^2 / n), at least 0. A step of several counts
/// as its mean. nullopt with fewer than two such steps, or when none is to come.
std::optional<EnergyProjection> project_rest(std::span<const Step> steps, int planned_steps);

/// What an ended trial cost, beside what its work is modelled to cost.
struct TrialCost {
  double modelled = 1.0;  ///< the same for all where nothing is modelled; 0: not known
  Joules joules;
};

inline constexpr std::size_t kLeastTrialsToProject = 3;

/// Of a trial that has not begun, whose work is modelled to cost `modelled`: with the logarithms of
/// joules / modelled of n ended trials, their mean m and deviation s, modelled
/// exp(m +- t(0.975; n - 1) s sqrt(1 + 1/n)). nullopt with fewer than three ended trials that used
/// any energy and are modelled, or when this one is not.
std::optional<EnergyProjection> project_trial(std::span<const TrialCost> ended, double modelled);

}  // namespace wattle::search
