// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_aim.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;

namespace {

/// Rows by (infeasible, objective), ties by row.
std::vector<Index> order_by(const MatrixXd& objectives, const std::vector<bool>& feasible,
                            Index objective) {
  std::vector<Index> order(static_cast<std::size_t>(objectives.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    const bool a_feasible = feasible[static_cast<std::size_t>(a)];
    const bool b_feasible = feasible[static_cast<std::size_t>(b)];
    if (a_feasible != b_feasible) return a_feasible;
    return objectives(a, objective) < objectives(b, objective);
  });
  return order;
}

/// The feasible points that no other feasible one dominates, by ascending first objective.
std::vector<ObjectivePair> front_points(const MatrixXd& objectives,
                                        const std::vector<bool>& feasible) {
  std::vector<ObjectivePair> points;
  for (const Index i : order_by(objectives, feasible, 0)) {
    if (!feasible[static_cast<std::size_t>(i)]) break;
    if (points.empty() || objectives(i, 1) < points.back()[1]) {
      points.push_back({objectives(i, 0), objectives(i, 1)});
    }
  }
  return points;
}

/// The worst value, outliers left out: those beyond the upper quartile by more than one and a half
/// times the distance of the quartiles [Tukey1977]. One diverged run must not make one end of the
/// front worth more than all the rest.
double worst_value(const Eigen::VectorXd& values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double lower = sorted[sorted.size() / 4];
  const double upper = sorted[sorted.size() * 3 / 4];
  const double fence = upper + 1.5 * (upper - lower);
  return *std::prev(std::upper_bound(sorted.begin(), sorted.end(), fence));
}

/// Three tenths of the front's range beyond its worst value, a heuristic: a reference at the
/// front's own ends would never let it grow beyond them, and one far away makes its ends worth more
/// than all between them [Ishibuchi2018]. A front without range takes the observations' instead.
double reference_of(const std::vector<ObjectivePair>& front, const MatrixXd& objectives,
                    Index objective) {
  const auto k = static_cast<std::size_t>(objective);
  const auto [low, high] = std::minmax_element(
      front.begin(), front.end(), [k](const auto& a, const auto& b) { return a[k] < b[k]; });
  const bool spans = (*high)[k] > (*low)[k];
  const double worst =
      spans ? (*high)[k] : std::max((*high)[k], worst_value(objectives.col(objective)));
  const double range = worst - (*low)[k];
  return worst + 0.3 * (range > 0.0 ? range : 1.0);
}

}  // namespace

MatrixXd objective_values(const MatrixXd& outputs, const GoalForm& form) {
  MatrixXd result(outputs.rows(), static_cast<Index>(form.objectives.size()));
  for (Index j = 0; j < result.cols(); ++j) {
    const std::vector<double>& weights = form.objectives[static_cast<std::size_t>(j)];
    result.col(j) = outputs * Eigen::Map<const Eigen::VectorXd>(weights.data(),
                                                                static_cast<Index>(weights.size()));
  }
  return result;
}

Index best_row(const MatrixXd& objectives, const std::vector<bool>& feasible) {
  return order_by(objectives, feasible, 0).front();
}

Aim aim_of(const MatrixXd& objectives, const std::vector<bool>& feasible) {
  const Index best = best_row(objectives, feasible);
  if (!feasible[static_cast<std::size_t>(best)]) return std::monostate();
  if (objectives.cols() == 1) return objectives(best, 0);
  std::vector<ObjectivePair> front = front_points(objectives, feasible);
  const ObjectivePair reference{reference_of(front, objectives, 0),
                                reference_of(front, objectives, 1)};
  return Front(std::move(front), reference);
}

Aim aim_beyond(const Believed& observed, const Believed& pending) {
  Aim aim = aim_of(observed.objectives, observed.feasible);
  if (std::holds_alternative<std::monostate>(aim)) return aim;
  MatrixXd objectives(observed.objectives.rows() + pending.objectives.rows(),
                      observed.objectives.cols());
  objectives << observed.objectives, pending.objectives;
  std::vector<bool> feasible = observed.feasible;
  feasible.insert(feasible.end(), pending.feasible.begin(), pending.feasible.end());
  return aim_of(objectives, feasible);
}

std::vector<Index> centre_rows(const MatrixXd& objectives, const std::vector<bool>& feasible,
                               Index most) {
  std::vector<std::vector<Index>> orders;
  for (Index j = 0; j < objectives.cols(); ++j) orders.push_back(order_by(objectives, feasible, j));
  std::vector<Index> result;
  for (std::size_t rank = 0; rank < static_cast<std::size_t>(objectives.rows()); ++rank) {
    for (const std::vector<Index>& order : orders) {
      if (static_cast<Index>(result.size()) == most) return result;
      const bool known = std::find(result.begin(), result.end(), order[rank]) != result.end();
      if (!known) result.push_back(order[rank]);
    }
  }
  return result;
}

}  // namespace wattle::search
