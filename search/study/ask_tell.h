// SPDX-License-Identifier: MIT
// A search whose trials somebody else runs: ask for parameters, tell what came of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/scenario/scenario.h"
#include "search/strategy/strategy.h"
#include "search/study/refusal.h"
#include "search/study/told_result.h"

namespace wattle::search {

/// Trials that can be asked for at once: each one costs the strategy a look at all others.
inline constexpr int kMostSuggestions = 1000;

struct Suggestions {
  std::vector<Trial> trials;  ///< to be run: their numbers are the ids to tell with
  std::string exhausted;      ///< why there are fewer than were asked for; empty when there are not
};

/// Suggests what `run_study` would: the suggestion for trial k is drawn with (seed, k) from the
/// trials that have been told and those that still run. A call that is refused changes nothing.
/// Not thread-safe.
class AskTell {
 public:
  /// Builds the strategy; `space` and `goal` live as long as it does. It is called again when a
  /// state is restored.
  using StrategyMaker = std::function<Result<std::unique_ptr<Strategy>>(
      const SearchSpace& space, const Goal& goal, std::uint64_t seed)>;

  /// Fails as `make` does. Keeps the process's BLAS on one thread, as `run_study` does.
  static Result<AskTell> create(SearchSpace space, Goal goal, StrategyMaker make,
                                std::uint64_t seed);
  /// With the space, goal, strategy and seed of a scenario (load_ask_tell, load_scenario). A budget
  /// that it has is one for the strategy to plan by, and no limit here.
  static Result<AskTell> create(const Scenario& scenario);

  /// Begins `count` trials, 1 to kMostSuggestions; fewer when the space is used up.
  /// kInvalid for another count; kStrategyFailed.
  Answer<Suggestions> ask(int count = 1);

  /// Ends a trial (see `judge`) and returns it. Telling the same again is no mistake: an answer
  /// may have been lost. kUnknownId, kToldAlready when it has ended with another result, and what
  /// `judge` refuses.
  Answer<Trial> tell(int id, const Metrics& metrics, std::optional<Joules> joules = {});
  /// Adds an ended trial of the caller's own choosing, under the next id: an earlier measurement,
  /// or one more of a point that is known. kOutsideSpace (see `read_point`), and what `judge`
  /// refuses.
  Answer<Trial> tell(const nlohmann::json& parameters, const Metrics& metrics,
                     std::optional<Joules> joules = {});
  /// Ends a trial that gave no result. kUnknownId, kToldAlready, as above.
  Answer<Trial> fail(int id, const std::string& reason);

  /// The best complete trial by the goal; null when there is none. For `pareto`, by the metric.
  const Trial* best() const;
  /// Trials that no other one beats in both the metric and joules, by ascending joules.
  std::vector<Trial> front() const;
  const History& trials() const { return history_; }  ///< by id
  const SearchSpace& space() const { return problem_->space; }
  const Goal& goal() const { return problem_->goal; }

  /// Everything that decides the next suggestion: {"version": 1, "seed": .., "strategy": {"kind":
  /// .., "state": ..}, "trials": [{"parameters": ..}, ..]}. A trial has the "metrics" it was told,
  /// or "failed" with the reason, or neither while it runs.
  nlohmann::json state() const;
  /// Goes on from `state` as if nothing had happened in between; what was known before is
  /// replaced. The space may have grown since, and the goal may be another one whose metrics are
  /// there: trials are judged anew. kBadState for another version, shape, seed or strategy, and
  /// for trials that do not fit the space or the goal.
  Answer<void> restore(const nlohmann::json& state);

 private:
  /// What the strategy refers to.
  struct Problem {
    SearchSpace space;
    Goal goal;
  };

  AskTell(std::unique_ptr<const Problem> problem, StrategyMaker make, std::uint64_t seed,
          std::unique_ptr<Strategy> strategy);

  Result<Parameters> suggest();
  const Trial& add(Trial trial);
  Answer<void> check_id(int id) const;
  /// Records the end of a trial that there is; refused when there is another one already.
  Answer<Trial> end(int id, const TrialEnd& end);
  /// Forgets the trials from `count` on, and gives the strategy the state of that time.
  void roll_back(std::size_t count, const nlohmann::json& strategy_state);
  Result<std::unique_ptr<Strategy>> strategy_with(const nlohmann::json& state) const;

  std::unique_ptr<const Problem> problem_;
  StrategyMaker make_;
  std::uint64_t seed_ = 0;
  std::unique_ptr<Strategy> strategy_;
  History history_;
};

}  // namespace wattle::search
