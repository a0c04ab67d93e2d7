// SPDX-License-Identifier: MIT
#include "search/strategy/initial_design.h"

#include <limits>
#include <utility>
#include <vector>

#include "search/gp/embedding.h"
#include "search/strategy/random_strategy.h"

namespace wattle::search {

using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int kDraws = 10;

/// Squared distance from `x` to the nearest embedded row; infinite when there is none.
double nearest_squared_distance(const MatrixXd& rows, const MatrixXd& x) {
  if (rows.rows() == 0) return std::numeric_limits<double>::infinity();
  return (rows.rowwise() - x.row(0)).rowwise().squaredNorm().minCoeff();
}

MatrixXd tried_points(const SearchSpace& space, const Encoding& encoding, const History& history) {
  std::vector<VectorXd> tried;
  for (const Trial& trial : history) {
    if (space.contains(trial.parameters)) tried.push_back(encoding.encode(trial.parameters));
  }
  return to_rows(tried, encoding.dimension());
}

}  // namespace

Result<Parameters> space_filling_point(const SearchSpace& space, const Encoding& encoding,
                                       const History& history, Rng& rng) {
  const SeenPoints seen(history);
  Result<Parameters> best = draw_untried(space, seen, rng);
  if (!best) return best;
  const Embedding embedding(encoding.coordinates());
  const MatrixXd rows = embedding.embed(tried_points(space, encoding, history));
  const auto distance = [&](const Parameters& parameters) {
    return nearest_squared_distance(rows, embedding.embed(encoding.encode(parameters).transpose()));
  };
  double farthest = distance(*best);
  for (int draw = 1; draw < kDraws; ++draw) {
    Result<Parameters> other = draw_untried(space, seen, rng);
    if (!other) break;
    const double other_distance = distance(*other);
    if (other_distance > farthest) {
      best = std::move(other);
      farthest = other_distance;
    }
  }
  return best;
}

}  // namespace wattle::search
