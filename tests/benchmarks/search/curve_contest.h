// SPDX-License-Identifier: MIT
// One strategy and one pruner play one problem of learning curves with one seed.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/benchmarks/search/contest.h"
#include "tests/benchmarks/search/curve_problem.h"

namespace wattle::search::benchmarks {

struct CurveContestOptions {
  nlohmann::json strategy;  ///< as a scenario writes it: {"kind": "bayesian", "fidelity": true}
  nlohmann::json pruner;    ///< likewise: {"kind": "asha"}
  /// Budgets after which the regret is taken, ascending, in trainings from the first to the last
  /// step: what counts are steps, however many trials they are spent on.
  std::vector<int> checkpoints;
  std::uint64_t seed = 1;
};

/// One trial after another. The regret is the noise-free last loss of the complete trial that was
/// measured best, less the optimum; infinite while none is complete. A trial that exceeds a budget
/// does not count for it. Throws as `play` of contest.h does.
ContestResult play(const CurveProblem& problem, const CurveContestOptions& options);

}  // namespace wattle::search::benchmarks
