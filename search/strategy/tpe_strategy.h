// SPDX-License-Identifier: MIT
// The tree-structured Parzen estimator.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "search/space/encoding.h"
#include "search/strategy/merit.h"
#include "search/strategy/strategy.h"
#include "search/strategy/tpe_density.h"

namespace wattle::search {

struct TpeOptions {
  int initial_trials = 10;  ///< trials drawn at random before the first split
  int candidates = 64;  ///< draws from the density of the good trials, the best of which is taken
};

/// Bergstra's estimator [Bergstra2011], multivariate [Falkner2018]: the ended trials are split into
/// a few good ones and the rest, each part gets a kernel density (tpe_density.h), and of
/// `candidates` draws from the good one's, l, the one with the largest l(x) / g(x) is suggested.
/// That ratio is monotone in the expected improvement on the value at the split [Bergstra2011].
///
/// - Good: the first ones in order of merit (merit.h), as many as good_count says but measured ones
///   only. Bad: the others, failed ones among them, and the pending ones, as if they had come out
///   bad: a constant liar [Ginsbourger2010] that keeps parallel suggestions apart.
/// - `pareto`: by fronts, as the order of merit has it.
/// - No point is ever suggested twice, running or ended. When all candidates are known or
///   forbidden, a random untried one is taken; kExhausted when there is none.
/// - Keeps no state.
///
/// O(n log n + candidates n d).
class TpeStrategy final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy.
  TpeStrategy(const SearchSpace& space, const Goal& goal, TpeOptions options);

  std::string_view kind() const override { return "tpe"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"suggestion": "random", "because": ...} or {"suggestion": "model", "good": how many, "bad":
  /// how many, "pending": how many of these, "log_density_ratio": of the suggestion}.
  nlohmann::json explain() const override { return explanation_; }

 private:
  Result<Parameters> draw_random(const History& history, Rng& rng, const std::string& because);
  Eigen::MatrixXd draw_candidates(const ParzenDensity& good, Rng& rng) const;

  const SearchSpace* space_;
  const Goal* goal_;
  TpeOptions options_;
  Encoding encoding_;
  std::vector<KernelDomain> domains_;
  bool conditional_ = false;  ///< some coordinate may be inactive
  nlohmann::json explanation_ = nlohmann::json::object();
};

/// How many of `trials` ended trials count as good.
std::size_t good_count(std::size_t trials);

/// From a scenario's `strategy` member: {"kind": "tpe", "initial_trials": 10}; what is absent takes
/// its default. `space` and `goal` must outlive the strategy.
std::unique_ptr<Strategy> make_tpe_strategy(const nlohmann::json& options, const SearchSpace& space,
                                            const Goal& goal);

}  // namespace wattle::search
