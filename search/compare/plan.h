// SPDX-License-Identifier: MIT
// What a comparison runs: which studies, with which seeds, in which order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/scenario/scenario.h"

namespace wattle::search {

/// One side of a comparison: a scenario that differs from the others in what is compared.
struct Arm {
  std::string name;       ///< a strategy's kind, or a person's word; unique
  nlohmann::json change;  ///< merged into the scenario, as `extends` does
  /// An arm of the same change, whose seeds differ: no difference is to be found (an A/A check).
  bool again = false;
};

/// One study of the comparison.
struct PlannedRun {
  std::size_t arm = 0;
  int repeat = 0;
  std::uint64_t seed = 0;  ///< the same for all arms of a repeat, but for the one that is `again`
};

struct ComparisonPlan {
  std::vector<Arm> arms;  ///< at least two
  int repeats = 1;
  int shared_trials = 0;         ///< the first so many points are the same in all arms of a repeat
  std::optional<double> target;  ///< of the goal's metric; nullopt: chosen from the results
  /// Repeat by repeat, the arms of each in a random order, so that what drifts falls on all alike.
  std::vector<PlannedRun> runs;
};

/// Of a valid scenario's `compare` and `seed`.
ComparisonPlan plan_comparison(const nlohmann::json& document);

/// The document of one study: the arm's change merged in (what it gives a `kind` takes the place of
/// the scenario's), its seed set, and nothing to compare. Finalists are left out, since nobody
/// deploys them.
nlohmann::json scenario_of(const nlohmann::json& document, const Arm& arm, std::uint64_t seed);

}  // namespace wattle::search
