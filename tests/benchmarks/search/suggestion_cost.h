// SPDX-License-Identifier: MIT
// What a suggestion costs in a running search: refits counted in, models warm.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/space/search_space.h"
#include "search/trial/goal.h"
#include "search/trial/trial.h"

namespace wattle::search::benchmarks {

struct CostOptions {
  nlohmann::json strategy;  ///< as a scenario writes it: {"kind": "bayesian"}
  int dimensions = 20;
  int trials = 100;                 ///< ended trials before the first suggestion
  int suggestions = 20;             ///< counted, in a row; each is tried and its result told
  int first_seed = 1;               ///< of the first repeat; the others follow
  int repeats = 5;                  ///< with different histories
  std::string goal = "best";        ///< or "pareto"
  std::string history = "uniform";  ///< or "clustered"
};

/// The problem that is searched: x_j in [-5, 10]; "value" is Ackley's function with its minimum
/// moved to 1.7 sin(1 + j), and log10(train_joules) = 1 + 3 sum |x_j - 5| / (15 d).
struct CostProblem {
  explicit CostProblem(int dimensions, const std::string& goal_kind);
  /// The trial as it ends.
  Trial run(int number, Parameters parameters) const;

  SearchSpace space;
  Goal goal;
};

/// Ended trials: `uniform` random ones; `clustered`, of which the second half lies around the best
/// one so far (normal, 5 % of the range), as those of a search do.
History make_history(const CostProblem& problem, const std::string& kind, int trials,
                     std::uint64_t seed);

/// The options, and for each repeat:
///   cpu_ms, wall_ms   mean of the counted suggestions
///   worst_cpu_ms      of one counted suggestion
///   cold_cpu_ms       of the suggestion before them, by a strategy that has seen nothing yet
/// with medians over the repeats under the same names, and peak_mb of this process, start_mb of it
/// before any suggestion.
nlohmann::json measure_cost(const CostOptions& options);

}  // namespace wattle::search::benchmarks
