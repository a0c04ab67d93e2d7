// SPDX-License-Identifier: MIT
// Which parameters to try next.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "search/space/rng.h"
#include "search/space/search_space.h"
#include "search/trial/budget.h"
#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// What the trial that was suggested last promises.
struct Prospect {
  /// Expected improvement on the best trial, the running ones taken as they are expected to come
  /// out: of the goal's objective in its unit, or of the area that a front dominates.
  double gain = 0.0;
  Joules joules;  ///< expected of it, as the goal counts them; > 0
};

/// Proposes parameters. A suggestion depends on the history, the generator and the saved state
/// alone. Not thread-safe.
/// - It is a point of the space with active parameters only; no forbidden clause holds.
/// - It is never the point of a trial that is still running. A finished point is proposed again in
///   a finite space alone, by a strategy that says so.
/// - `suggest` fails with kExhausted when the space is used up: an end, not an error of the study.
/// - `restore(state())` on a new strategy of the same kind, space and goal gives the same next
///   suggestion.
class Strategy {
 public:
  virtual ~Strategy() = default;
  virtual std::string_view kind() const = 0;
  /// For people: the kind, with what was decided before the first trial.
  virtual std::string in_words() const { return std::string(kind()); }
  virtual Result<Parameters> suggest(const History& history, Rng& rng) = 0;

  /// What must survive a restart, with a "version". {} for a strategy without memory.
  virtual nlohmann::json state() const { return nlohmann::json::object(); }
  /// kCorrupt for a state of another version or shape; the strategy is then unchanged.
  virtual Result<void> restore(const nlohmann::json& state);
  /// What the last suggestion rested on, for people and reports: {"model": ..., "status": ...}. {}
  /// when there is nothing to say.
  virtual nlohmann::json explain() const { return nlohmann::json::object(); }

  /// Whether the last suggestion came from a model of the results. It is then no loss if nobody
  /// tries it; a point of a grid or a sequence would not come again.
  virtual bool came_from_model() const { return false; }

  /// Asks for prospects from now on, which cost a model of joules. False: this strategy has no
  /// model to tell them by.
  virtual bool foresee() { return false; }
  /// Of the last suggestion; nullopt when it did not come from a model that foresees.
  virtual std::optional<Prospect> prospect() const { return std::nullopt; }
};

/// The names `make_strategy` knows, in the order of the docs.
const std::vector<std::string>& strategy_kinds();

/// Builds a strategy from a scenario's `strategy` member ({"kind": "bayesian", ...}), whose form
/// has been validated. `space` and `goal` must outlive it; `budget` is what the study may spend and
/// `jobs` how many trials are going to run at once, as far as they are known. Fails with
/// kInvalidArgument (a grid that is too large to list).
Result<std::unique_ptr<Strategy>> make_strategy(const nlohmann::json& strategy,
                                                const SearchSpace& space, const Goal& goal,
                                                std::uint64_t seed, const Budget& budget = {},
                                                int jobs = 1);

}  // namespace wattle::search
