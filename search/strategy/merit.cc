// SPDX-License-Identifier: MIT
#include "search/strategy/merit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace wattle::search {
namespace {

using Rows = std::vector<std::size_t>;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

JudgedTrial judge_numbers(Eigen::VectorXd x, TrialState state, const std::vector<double>& outputs,
                          const GoalForm& form) {
  JudgedTrial trial;
  trial.x = std::move(x);
  trial.outcome = state == TrialState::kPruned ? JudgedTrial::Outcome::kPruned
                                               : JudgedTrial::Outcome::kComplete;
  for (const auto& [output, limit] : form.constraints) {
    trial.violation += std::max(0.0, outputs[static_cast<std::size_t>(output)] - limit);
  }
  for (std::size_t j = 0; j < form.objectives.size(); ++j) {
    trial.losses[j] = form.objective(j, outputs);
  }
  return trial;
}

/// What is compared before any loss; smaller is better.
std::tuple<int, double> standing(const JudgedTrial& trial) {
  if (trial.outcome == JudgedTrial::Outcome::kPending) return {4, 0.0};
  if (trial.outcome == JudgedTrial::Outcome::kFailed) return {3, 0.0};
  if (trial.violation > 0.0) return {2, trial.violation};
  return {trial.outcome == JudgedTrial::Outcome::kPruned ? 1 : 0, 0.0};
}

/// Rows by (first loss, second loss, row).
void sort_by_losses(const std::vector<JudgedTrial>& trials, Rows& rows) {
  std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(trials[a].losses, a) < std::tie(trials[b].losses, b);
  });
}

/// The rows by fronts: of the first one nothing dominates any, of the next only the first does.
/// Each by ascending first loss. In that order a row is dominated by a front exactly when the
/// front's last member so far dominates it, and by every front before that one as well.
std::vector<Rows> fronts_of(const std::vector<JudgedTrial>& trials, Rows rows) {
  sort_by_losses(trials, rows);
  std::vector<Rows> fronts;
  for (const std::size_t row : rows) {
    const auto dominates_row = [&](const Rows& front) {
      const auto& last = trials[front.back()].losses;
      return last[1] <= trials[row].losses[1] && last != trials[row].losses;
    };
    const auto home = std::partition_point(fronts.begin(), fronts.end(), dominates_row);
    if (home == fronts.end()) {
      fronts.push_back({row});
    } else {
      home->push_back(row);
    }
  }
  return fronts;
}

/// The crowding distance [Deb2002] of each member of a front given by ascending first loss (and so
/// by descending second one): the sides of the box between its neighbours, each over the range of
/// the front; infinite at both ends.
std::vector<double> crowding_distances(const std::vector<JudgedTrial>& trials, const Rows& front) {
  std::vector<double> distances(front.size(), kInfinite);
  for (std::size_t i = 1; i + 1 < front.size(); ++i) {
    distances[i] = 0.0;
    for (std::size_t j = 0; j < 2; ++j) {
      // Halves, because a difference of two doubles may be too large for one.
      const auto half = [&](std::size_t row) { return 0.5 * trials[row].losses[j]; };
      const double range = half(front.back()) - half(front.front());
      if (range != 0.0) distances[i] += (half(front[i + 1]) - half(front[i - 1])) / range;
    }
  }
  return distances;
}

/// Appends rows of equal standing, best first.
void append_by_losses(const std::vector<JudgedTrial>& trials, const Rows& equals, Rows& result) {
  for (const Rows& front : fronts_of(trials, equals)) {
    const std::vector<double> distances = crowding_distances(trials, front);
    Rows places(front.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return distances[a] > distances[b]; });
    for (const std::size_t place : places) result.push_back(front[place]);
  }
}

}  // namespace

std::vector<JudgedTrial> judge(const History& history, const SearchSpace& space,
                               const Encoding& encoding, const Goal& goal) {
  std::vector<JudgedTrial> trials;
  trials.reserve(history.size());
  for (const Trial& trial : history) {
    if (!space.contains(trial.parameters)) continue;
    Eigen::VectorXd x = encoding.encode(trial.parameters);
    const bool tried = trial.state == TrialState::kComplete || trial.state == TrialState::kPruned;
    const std::optional<std::vector<double>> outputs =
        tried && trial.measurement ? goal.outputs(trial.measurement->metrics) : std::nullopt;
    if (outputs) {
      trials.push_back(judge_numbers(std::move(x), trial.state, *outputs, goal.form()));
      const auto& losses = trials.back().losses;
      const bool finite = std::all_of(losses.begin(), losses.end(),
                                      [](double loss) { return std::isfinite(loss); });
      if (!finite) trials.back().outcome = JudgedTrial::Outcome::kFailed;
    } else {
      trials.push_back({std::move(x), is_ended(trial.state) ? JudgedTrial::Outcome::kFailed
                                                            : JudgedTrial::Outcome::kPending});
    }
  }
  return trials;
}

std::vector<std::size_t> order_of_merit(const std::vector<JudgedTrial>& trials, Rows rows) {
  std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(standing(trials[a]), a) < std::tuple(standing(trials[b]), b);
  });
  Rows result;
  result.reserve(rows.size());
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last = std::find_if(first, rows.end(), [&](std::size_t row) {
      return standing(trials[row]) != standing(trials[*first]);
    });
    append_by_losses(trials, Rows(first, last), result);
    first = last;
  }
  return result;
}

bool same_merit(const JudgedTrial& a, const JudgedTrial& b) {
  return standing(a) == standing(b) && a.losses == b.losses;
}

}  // namespace wattle::search
