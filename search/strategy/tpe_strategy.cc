// SPDX-License-Identifier: MIT
#include "search/strategy/tpe_strategy.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "search/strategy/random_strategy.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// The best 15 % count as good, as in [Falkner2018], and at most 25: more would blur the density
/// where it matters (a heuristic).
constexpr double kGoodShare = 0.15;
constexpr std::size_t kMostGood = 25;

/// Rows of `trials` for the two densities.
struct Split {
  std::vector<std::size_t> good;
  std::vector<std::size_t> bad;
  std::size_t pending = 0;  ///< of the bad ones
};

Split split(const std::vector<JudgedTrial>& trials) {
  Split result;
  std::vector<std::size_t> ended;
  std::size_t measured = 0;
  for (std::size_t row = 0; row < trials.size(); ++row) {
    if (trials[row].measured()) ++measured;
    if (trials[row].outcome == JudgedTrial::Outcome::kPending) {
      result.bad.push_back(row);
    } else {
      ended.push_back(row);
    }
  }
  result.pending = result.bad.size();
  const std::size_t good = std::min(good_count(ended.size()), measured);
  const std::vector<std::size_t> order = order_of_merit(trials, std::move(ended));
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(good);
  result.good.assign(order.begin(), end);
  result.bad.insert(result.bad.end(), end, order.end());
  return result;
}

MatrixXd points_of(const std::vector<JudgedTrial>& trials, const std::vector<std::size_t>& rows,
                   Index dimension) {
  MatrixXd points(static_cast<Index>(rows.size()), dimension);
  for (Index i = 0; i < points.rows(); ++i) {
    points.row(i) = trials[rows[static_cast<std::size_t>(i)]].x;
  }
  return points;
}

}  // namespace

std::size_t good_count(std::size_t trials) {
  const double share = std::ceil(kGoodShare * static_cast<double>(trials));
  return std::min(static_cast<std::size_t>(share), kMostGood);
}

TpeStrategy::TpeStrategy(const SearchSpace& space, const Goal& goal, TpeOptions options)
    : space_(&space),
      goal_(&goal),
      options_(options),
      encoding_(space),
      domains_(kernel_domains(space, encoding_)) {
  conditional_ = std::any_of(domains_.begin(), domains_.end(),
                             [](const KernelDomain& domain) { return domain.conditional; });
}

Result<Parameters> TpeStrategy::suggest(const History& history, Rng& rng) {
  if (history.size() < static_cast<std::size_t>(options_.initial_trials)) {
    return draw_random(
        history, rng,
        "the first " + std::to_string(options_.initial_trials) + " trials are drawn at random");
  }
  const std::vector<JudgedTrial> trials = judge(history, *space_, encoding_, *goal_);
  const Split parts = split(trials);
  if (parts.good.empty()) {
    return draw_random(history, rng, "no trial has given all the numbers that the goal needs");
  }
  const Index d = encoding_.dimension();
  const ParzenDensity good(domains_, to_ranks(domains_, points_of(trials, parts.good, d)));
  const ParzenDensity bad(domains_, to_ranks(domains_, points_of(trials, parts.bad, d)));
  const MatrixXd candidates = draw_candidates(good, rng);
  const VectorXd ratios = good.log_density(candidates) - bad.log_density(candidates);

  std::vector<Index> order(static_cast<std::size_t>(candidates.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return ratios[a] > ratios[b]; });
  for (const Index row : order) {
    Parameters point = encoding_.decode(from_ranks(domains_, candidates.row(row)));
    if (space_->forbidden(point) || history.has_point(point)) continue;
    explanation_ = {{"suggestion", "model"},
                    {"good", parts.good.size()},
                    {"bad", parts.bad.size()},
                    {"pending", parts.pending},
                    {"log_density_ratio", ratios[row]}};
    return point;
  }
  return draw_random(history, rng, "all candidates are forbidden or have been tried");
}

Result<Parameters> TpeStrategy::draw_random(const History& history, Rng& rng,
                                            const std::string& because) {
  explanation_ = {{"suggestion", "random"}, {"because", because}};
  return RandomStrategy(*space_).suggest(history, rng);
}

MatrixXd TpeStrategy::draw_candidates(const ParzenDensity& good, Rng& rng) const {
  MatrixXd candidates(options_.candidates, encoding_.dimension());
  for (Index i = 0; i < candidates.rows(); ++i) {
    const VectorXd drawn = good.draw(rng);
    candidates.row(i) = drawn;
    if (!conditional_) continue;
    const VectorXd x = encoding_.encode(encoding_.decode(from_ranks(domains_, drawn)));
    for (Index k = 0; k < x.size(); ++k) {
      if (std::isnan(x[k])) candidates(i, k) = x[k];
    }
  }
  return candidates;
}

std::unique_ptr<Strategy> make_tpe_strategy(const nlohmann::json& options, const SearchSpace& space,
                                            const Goal& goal) {
  TpeOptions result;
  result.initial_trials = options.value("initial_trials", result.initial_trials);
  result.candidates = options.value("candidates", result.candidates);
  return std::make_unique<TpeStrategy>(space, goal, result);
}

}  // namespace wattle::search
