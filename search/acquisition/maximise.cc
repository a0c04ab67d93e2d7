// SPDX-License-Identifier: MIT
#include "search/acquisition/maximise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "search/acquisition/candidates.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kNowhere = -std::numeric_limits<double>::infinity();

/// Points evaluated at once: enough for matrix products, few enough for the cache.
constexpr Index kBlock = 1024;

struct Ranked {
  VectorXd point;
  double value = kNowhere;
};

class Search {
 public:
  Search(const Acquisition& acquisition, const Domain& domain, const Focus& focus,
         const MaximiseOptions& options)
      : acquisition_(acquisition), domain_(domain), focus_(focus), options_(options) {}

  /// The rows by descending value; equal values keep their order.
  std::vector<Ranked> rank(const MatrixXd& points) {
    std::vector<Ranked> result;
    if (points.rows() == 0) return result;
    const VectorXd values = evaluate(points);
    std::vector<Index> order(static_cast<std::size_t>(points.rows()));
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](Index a, Index b) { return values[a] > values[b]; });
    result.reserve(order.size());
    for (const Index i : order) result.push_back({points.row(i).transpose(), values[i]});
    return result;
  }

  /// Ascents and discrete moves in turn, until neither helps.
  Ranked climb(Ranked best) {
    for (int round = 0; round < options_.rounds; ++round) {
      Ranked ascended = ascend_from(best.point);
      if (ascended.value > best.value) best = std::move(ascended);
      const std::vector<Ranked> neighbours = rank(domain_.neighbours(best.point));
      if (neighbours.empty() || neighbours.front().value <= best.value) break;
      best = neighbours.front();
    }
    return best;
  }

  int evaluations() const { return evaluations_; }

 private:
  /// In blocks, so that a large batch needs no more memory than a small one.
  VectorXd evaluate(const MatrixXd& points) {
    evaluations_ += static_cast<int>(points.rows());
    VectorXd values(points.rows());
    for (Index first = 0; first < points.rows(); first += kBlock) {
      const Index size = std::min(kBlock, points.rows() - first);
      values.segment(first, size) = acquisition_.values(points.middleRows(first, size));
    }
    return values.array().isNaN().select(kNowhere, values);
  }

  /// Over the movable coordinates of `start`, then rounded to a point of the space.
  Ranked ascend_from(const VectorXd& start) {
    const std::vector<Index> movable = domain_.movable(start);
    if (movable.empty()) return {start, kNowhere};
    VectorXd point = start;
    VectorXd slope;
    const auto relaxed = [&](const VectorXd& x, VectorXd* gradient) {
      for (std::size_t j = 0; j < movable.size(); ++j) {
        point[movable[j]] = x[static_cast<Index>(j)];
      }
      const double value = acquisition_.value(point, slope);
      if (gradient != nullptr) *gradient = slope(movable);
      return value;
    };
    const auto size = static_cast<Index>(movable.size());
    VectorXd lower = VectorXd::Zero(size);
    VectorXd upper = VectorXd::Ones(size);
    for (Index j = 0; focus_.neighbourhood && j < size; ++j) {
      const Index k = movable[static_cast<std::size_t>(j)];
      lower[j] = focus_.neighbourhood->lower(k);
      upper[j] = focus_.neighbourhood->upper(k);
    }
    const Ascent ascent = ascend(relaxed, start(movable), lower, upper, options_.ascent);
    evaluations_ += ascent.evaluations;
    point(movable) = ascent.point;
    point = domain_.advance(start, domain_.snap(point));
    return {point, evaluate(point.transpose())[0]};
  }

  const Acquisition& acquisition_;
  const Domain& domain_;
  const Focus& focus_;
  const MaximiseOptions& options_;
  int evaluations_ = 0;
};

MatrixXd candidates(const Domain& domain, const Focus& focus, const MaximiseOptions& options,
                    Rng& rng) {
  if (options.uniform_candidates > 0) {
    return uniform_candidates(domain, options.uniform_candidates, rng);
  }
  if (domain.whole()) return *domain.whole();
  if (focus.neighbourhood) {
    return neighbourhood_candidates(domain, *focus.neighbourhood, options.spread_candidates, rng);
  }
  MatrixXd spread = spread_candidates(domain, options.spread_candidates, rng);
  if (focus.centres.rows() == 0) return spread;
  const MatrixXd nearby = nearby_candidates(domain, focus.centres, options.nearby_candidates, rng);
  MatrixXd all(spread.rows() + nearby.rows(), spread.cols());
  all << spread, nearby;
  return all;
}

}  // namespace

std::optional<Maximum> maximise(const Acquisition& acquisition, const Domain& domain,
                                const Excluded& excluded, const Focus& focus,
                                const MaximiseOptions& options, Rng& rng) {
  Search search(acquisition, domain, focus, options);
  std::vector<Ranked> ranked = search.rank(candidates(domain, focus, options, rng));
  if (!domain.whole() && options.uniform_candidates == 0) {
    const std::size_t starts = std::min<std::size_t>(ranked.size(), std::max(options.starts, 0));
    for (std::size_t i = 0; i < starts; ++i) {
      Ranked top = search.climb(ranked[i]);
      ranked.push_back(std::move(top));
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.value > b.value; });
  }
  for (const Ranked& candidate : ranked) {
    Parameters parameters = domain.encoding().decode(candidate.point);
    if (excluded(parameters) || domain.space().forbidden(parameters)) continue;
    return Maximum{std::move(parameters), candidate.value, search.evaluations()};
  }
  return std::nullopt;
}

}  // namespace wattle::search
