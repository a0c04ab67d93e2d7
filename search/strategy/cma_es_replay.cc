// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_replay.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr double kFirstStepSize = 0.2;
constexpr double kLeastDeviation = 1e-9;
constexpr double kSameLoss = 1e-12;

int first_population(const CmaEsOptions& options, Index dimension) {
  if (options.population > 0) return options.population;
  const double d = std::max(1.0, static_cast<double>(dimension));
  return 4 + static_cast<int>(3.0 * std::log(d));
}

bool nearly_equal(double a, double b) {
  return a == b || std::abs(a - b) <= kSameLoss * std::max(std::abs(a), std::abs(b));
}

bool nearly_equal(const JudgedTrial& a, const JudgedTrial& b) {
  return a.outcome == b.outcome && nearly_equal(a.violation, b.violation) &&
         nearly_equal(a.losses[0], b.losses[0]) && nearly_equal(a.losses[1], b.losses[1]);
}

/// One run, from its start to where it stagnates.
class Run {
 public:
  Run(const SearchSpace& space, const Encoding& encoding, int population, int number,
      std::uint64_t seed)
      : population_(population),
        number_(number),
        seed_(mix_seed(seed, static_cast<std::uint64_t>(number))),
        model_(space, encoding, start(encoding), kFirstStepSize, population) {}

  /// Learns from the generation that begins at row `first`.
  void learn(const std::vector<JudgedTrial>& trials, std::size_t first) {
    std::vector<std::size_t> rows(static_cast<std::size_t>(population_));
    std::iota(rows.begin(), rows.end(), first);
    const std::vector<std::size_t> order = order_of_merit(trials, std::move(rows));
    ++generations_;
    const auto measured = static_cast<std::size_t>(std::count_if(
        order.begin(), order.end(), [&](std::size_t row) { return trials[row].measured(); }));
    if (measured == 0) return;
    best_.push_back(&trials[order.front()]);
    if (measured > 1 && same_merit(trials[order.front()], trials[order[measured - 1]])) return;
    std::vector<VectorXd> selected;
    for (std::size_t i = 0; i < std::min(measured, order.size() / 2); ++i) {
      selected.push_back(trials[order[i]].x);
    }
    Rng rng(seed_, static_cast<std::uint64_t>(generations_));
    model_.update(selected, rng);
  }

  bool stagnates() const {
    const bool numeric = model_.normal().mean().size() > 0;
    if (numeric && model_.largest_deviation() < kLeastDeviation) return true;
    if (model_.normal().degenerate()) return true;
    const auto patience = 10 + 30 * model_.dimension() / static_cast<std::size_t>(population_);
    if (best_.size() < patience) return false;
    return std::all_of(best_.end() - static_cast<std::ptrdiff_t>(patience), best_.end(),
                       [&](const JudgedTrial* best) { return nearly_equal(*best, *best_.back()); });
  }

  CmaEsStanding standing(std::size_t open) && {
    return {std::move(model_), population_, number_, generations_, static_cast<int>(open)};
  }

 private:
  VectorXd start(const Encoding& encoding) const {
    VectorXd middle = VectorXd::Constant(encoding.dimension(), 0.5);
    if (number_ == 0) return middle;
    Rng rng(seed_, 0);
    for (double& x : middle) x = rng.uniform();
    return middle;
  }

  int population_;
  int number_;
  std::uint64_t seed_;
  int generations_ = 0;
  CmaEsModel model_;
  std::vector<const JudgedTrial*> best_;  ///< of each generation with measured trials
};

bool any_pending(const std::vector<JudgedTrial>& trials, std::size_t first, std::size_t count) {
  const auto begin = trials.begin() + static_cast<std::ptrdiff_t>(first);
  return std::any_of(
      begin, begin + static_cast<std::ptrdiff_t>(count),
      [](const JudgedTrial& trial) { return trial.outcome == JudgedTrial::Outcome::kPending; });
}

}  // namespace

CmaEsStanding replay_cma_es(const std::vector<JudgedTrial>& trials, const SearchSpace& space,
                            const Encoding& encoding, const CmaEsOptions& options,
                            std::uint64_t seed) {
  int population = first_population(options, encoding.dimension());
  int restarts = 0;
  Run run(space, encoding, population, restarts, seed);
  std::size_t first = 0;
  for (;;) {
    const auto count = static_cast<std::size_t>(population);
    const bool full = first + count <= trials.size() && !any_pending(trials, first, count);
    if (!full) return std::move(run).standing(trials.size() - first);
    run.learn(trials, first);
    first += count;
    if (!run.stagnates()) continue;
    population *= 2;
    run = Run(space, encoding, population, ++restarts, seed);
  }
}

}  // namespace wattle::search
