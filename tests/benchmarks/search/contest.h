// SPDX-License-Identifier: MIT
// One strategy plays one problem with one seed.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "energy/error.h"
#include "search/space/rng.h"
#include "search/trial/history.h"
#include "tests/benchmarks/search/problem.h"

namespace wattle::search::benchmarks {

struct ContestOptions {
  nlohmann::json strategy;       ///< as a scenario writes it: {"kind": "bayesian"}
  std::vector<int> checkpoints;  ///< ended trials after which the regret is taken, ascending
  std::uint64_t seed = 1;
  /// Trials at once. With more than one, each takes a random time (log-uniform between 1/2 and 2),
  /// and the strategy sees the others as running.
  int jobs = 1;
};

struct ContestResult {
  /// One for each checkpoint; infinite while no trial is feasible, the last one's when the space
  /// was used up before.
  std::vector<double> regrets;
  double suggest_cpu_seconds = 0.0;  ///< all suggestions together
  int trials = 0;
};

/// Throws std::runtime_error when the strategy cannot be made or fails otherwise than by
/// exhaustion. The regret is
/// - for one objective: the noise-free value of the best trial, by what was measured, less the
///   optimum;
/// - for `pareto`: the share of the greatest hypervolume that the trials so far do not dominate.
ContestResult play(const Problem& problem, const ContestOptions& options);

/// What a strategy does: the next parameters, by the trials so far.
using Player = std::function<Result<Parameters>(const History& history, Rng& rng)>;
/// The same with any player in the strategy's place.
ContestResult play(const Problem& problem, const ContestOptions& options, const Player& player);

}  // namespace wattle::search::benchmarks
