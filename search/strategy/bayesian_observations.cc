// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_observations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "search/gp/worse_half.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

template <typename Accept>
std::vector<Index> rows_where(const Observations& observations, const Accept& accept) {
  std::vector<Index> rows;
  for (Index row = 0; row < observations.points.rows(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    if (observations.kinds.empty() || accept(observations.kinds[i])) rows.push_back(row);
  }
  return rows;
}

}  // namespace

double log10_joules(const Metrics& metrics, const Goal& goal) {
  const auto joules = finite_metric(metrics, goal.energy_metric());
  return joules && *joules > 0.0 ? std::log10(*joules) : std::numeric_limits<double>::quiet_NaN();
}

double squared_distance(const VectorXd& a, const VectorXd& b) {
  double sum = 0.0;
  for (Index k = 0; k < a.size(); ++k) {
    const double difference = a[k] - b[k];
    const bool one_inactive = std::isnan(a[k]) != std::isnan(b[k]);
    sum += one_inactive ? 1.0 : std::isnan(difference) ? 0.0 : difference * difference;
  }
  return sum;
}

Observations observe(const History& history, const SearchSpace& space, const Encoding& encoding,
                     const Goal& goal) {
  std::vector<int> numbers;
  std::vector<VectorXd> points;
  std::vector<VectorXd> outputs;
  std::vector<double> joules;
  std::vector<VectorXd> failed;
  std::vector<VectorXd> pending;
  for (const Trial& trial : history) {
    if (!space.contains(trial.parameters)) continue;
    const VectorXd x = encoding.encode(trial.parameters);
    if (!is_ended(trial.state)) {
      pending.push_back(x);
      continue;
    }
    const bool tried = trial.state == TrialState::kComplete || trial.state == TrialState::kPruned;
    const std::optional<std::vector<double>> values =
        tried && trial.measurement ? goal.outputs(trial.measurement->metrics) : std::nullopt;
    if (values) {
      numbers.push_back(trial.number);
      points.push_back(x);
      outputs.emplace_back(
          Eigen::Map<const VectorXd>(values->data(), static_cast<Index>(values->size())));
      joules.push_back(log10_joules(trial.measurement->metrics, goal));
    } else if (trial.state != TrialState::kPruned) {
      failed.push_back(x);
    }
  }
  const Index d = encoding.dimension();
  return {std::move(numbers),
          to_rows(points, d),
          to_rows(outputs, static_cast<Index>(goal.form().outputs.size())),
          Eigen::Map<const VectorXd>(joules.data(), static_cast<Index>(joules.size())),
          to_rows(failed, d),
          to_rows(pending, d),
          {}};
}

Observations take_rows(const Observations& observations, const std::vector<Index>& rows) {
  Observations result{{},
                      observations.points(rows, Eigen::all),
                      observations.outputs(rows, Eigen::all),
                      observations.joules(rows),
                      observations.failed,
                      observations.pending,
                      {}};
  for (const Index row : rows) {
    const auto i = static_cast<std::size_t>(row);
    result.numbers.push_back(observations.numbers[i]);
    if (!observations.kinds.empty()) result.kinds.push_back(observations.kinds[i]);
  }
  return result;
}

std::vector<Index> trial_rows(const Observations& observations) {
  return rows_where(observations, [](RowKind kind) { return kind != RowKind::kEarlier; });
}

std::vector<Index> ranked_rows(const Observations& observations) {
  std::vector<Index> rows =
      rows_where(observations, [](RowKind kind) { return kind == RowKind::kResult; });
  return rows.empty() ? trial_rows(observations) : rows;
}

Observations rank_worse_half(Observations observations, const GoalForm& form) {
  if (form.objectives.size() != 1) return observations;
  const std::vector<double>& weights = form.objectives.front();
  const auto weighs = [](double weight) { return weight != 0.0; };
  if (std::count_if(weights.begin(), weights.end(), weighs) != 1) return observations;
  const Index output = std::find_if(weights.begin(), weights.end(), weighs) - weights.begin();
  const bool constrained =
      std::any_of(form.constraints.begin(), form.constraints.end(),
                  [&](const GoalForm::Constraint& limit) { return limit.output == output; });
  if (constrained) return observations;
  observations.outputs.col(output) = compress_worse_half(observations.outputs.col(output));
  return observations;
}

std::vector<bool> feasible_rows(const MatrixXd& outputs, const GoalForm& form) {
  std::vector<bool> result(static_cast<std::size_t>(outputs.rows()), true);
  for (Index i = 0; i < outputs.rows(); ++i) {
    for (const GoalForm::Constraint& constraint : form.constraints) {
      if (outputs(i, constraint.output) > constraint.limit) {
        result[static_cast<std::size_t>(i)] = false;
      }
    }
  }
  return result;
}

std::vector<Index> select_rows(const MatrixXd& points, Index centre, Index most) {
  std::vector<Index> rows(static_cast<std::size_t>(points.rows()));
  std::iota(rows.begin(), rows.end(), Index{0});
  if (points.rows() <= most) return rows;
  VectorXd distances(points.rows());
  for (Index i = 0; i < points.rows(); ++i) {
    distances[i] = squared_distance(points.row(i), points.row(centre));
  }
  const Index nearest = most / 2;
  std::stable_sort(rows.begin(), rows.end(),
                   [&](Index a, Index b) { return distances[a] < distances[b]; });
  std::sort(rows.begin() + nearest, rows.end(), std::greater<>());
  rows.resize(static_cast<std::size_t>(most));
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<Index> thin_rows(Index rows, Index most) {
  std::vector<Index> result;
  const Index count = std::min(rows, most);
  for (Index i = 0; i < count; ++i) result.push_back(i * rows / count);
  return result;
}

}  // namespace wattle::search
