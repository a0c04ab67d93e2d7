// SPDX-License-Identifier: MIT
// A history as a surrogate model sees it.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/space/encoding.h"
#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// What a row of observations shows of a trial.
enum class RowKind {
  kResult,   ///< what it came to in the end
  kStopped,  ///< how far it had come when it was pruned
  kEarlier,  ///< how far it had come some steps before
};

/// Encoded points of a history, by what came of them.
/// - Observed: complete, and the goal's outputs are there and finite. A pruned trial counts as well
///   when its last metrics have all the outputs: they say what the point is worth with less
///   training, which underrates it, as the pruner did. One that lacks an output is left out.
/// - Failed: failed, infeasible, or complete without usable outputs. No number is made up for them;
///   a feasibility model learns where they lie.
/// - Pending: running, or waiting to be run again.
struct Observations {
  std::vector<int> numbers;  ///< of the observed trials, n
  Eigen::MatrixXd points;    ///< observed, n x d, in the order of the history
  Eigen::MatrixXd outputs;   ///< n x outputs
  Eigen::VectorXd joules;    ///< log10 of the goal's energy metric, n; NaN where there is none
  Eigen::MatrixXd failed;    ///< f x d
  Eigen::MatrixXd pending;   ///< r x d
  /// n; empty where every row counts as a result. Otherwise the rows of `points`, and of them
  /// alone, have a last coordinate more: how far the trial was trained (bayesian_fidelity.h).
  std::vector<RowKind> kinds;
};

/// log10 of the goal's energy metric; NaN when it is missing, not finite or not above 0.
double log10_joules(const Metrics& metrics, const Goal& goal);

/// Trials whose parameters no longer fit the space are left out. O(trials x d).
Observations observe(const History& history, const SearchSpace& space, const Encoding& encoding,
                     const Goal& goal);

/// The given rows of what was observed; failed and pending points as they are.
Observations take_rows(const Observations& observations, const std::vector<Eigen::Index>& rows);

/// One row a trial: every row that is not `kEarlier`.
std::vector<Eigen::Index> trial_rows(const Observations& observations);
/// The rows that can hold the best trial: results; without any, of pruned trials as they stopped.
std::vector<Eigen::Index> ranked_rows(const Observations& observations);

/// Which observations meet every constraint of the goal.
std::vector<bool> feasible_rows(const Eigen::MatrixXd& outputs, const GoalForm& form);

/// The observations with the worse half of their outcomes ranked (see worse_half.h) when the goal
/// has one objective, which is one output that no constraint speaks of: that changes neither the
/// order of trials nor what a constraint means. Unchanged for other goals, whose outputs are added
/// up or form an area. Of trials at several steps all rows are ranked together: one monotone
/// function of the outcome leaves it a function of parameters and steps, and their early outcomes
/// are the ones that need not be known to the digit.
Observations rank_worse_half(Observations observations, const GoalForm& form);

/// Squared Euclidean distance of two encoded points; an inactive coordinate is at distance 1 from
/// an active one and at 0 from another.
double squared_distance(const Eigen::VectorXd& a, const Eigen::VectorXd& b);

/// At most `most` of the rows, in order: all when there are no more than that; else the half
/// nearest to row `centre` (Euclidean, inactive against active at distance 1) and the most recent
/// of the others. A heuristic: the model must be exact where the optimum is sought, and know what
/// was tried last.
std::vector<Eigen::Index> select_rows(const Eigen::MatrixXd& points, Eigen::Index centre,
                                      Eigen::Index most);

/// `most` of n rows at even distances; all when there are no more.
std::vector<Eigen::Index> thin_rows(Eigen::Index rows, Eigen::Index most);

}  // namespace wattle::search
