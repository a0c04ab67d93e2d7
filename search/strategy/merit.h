// SPDX-License-Identifier: MIT
// A history as strategies see it that compare trials instead of modelling their numbers.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <vector>

#include "search/space/encoding.h"
#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// One trial, encoded, with what counts when it is held against others.
struct JudgedTrial {
  enum class Outcome {
    kComplete,  ///< has all the numbers that the goal needs
    kPruned,    ///< likewise, as far as it came
    kFailed,    ///< failed, infeasible, or ended without those numbers
    kPending,   ///< running, or waiting to be run again
  };
  Eigen::VectorXd x;  ///< d
  Outcome outcome = Outcome::kPending;
  double violation = 0.0;  ///< sum over the constraints of how far each is missed
  /// The goal's objectives, minimised; the second is 0 when there is one. 0 for trials without
  /// numbers.
  std::array<double, 2> losses{};

  bool measured() const { return outcome == Outcome::kComplete || outcome == Outcome::kPruned; }
};

/// In the order of the history; trials whose parameters no longer fit the space are left out.
/// O(trials x d).
std::vector<JudgedTrial> judge(const History& history, const SearchSpace& space,
                               const Encoding& encoding, const Goal& goal);

/// `rows` of `trials`, best first: complete trials within the constraints; pruned ones within them
/// (the pruner found them wanting, and they spent fewer joules than they would have); trials that
/// miss a constraint, by how far; failed ones. Pending ones come last.
/// Equals are ordered by their losses: one objective by value; two by how many fronts dominate them
/// and, within a front, the least crowded first [Deb2002], then by the first loss; then by row.
/// O(rows log rows).
std::vector<std::size_t> order_of_merit(const std::vector<JudgedTrial>& trials,
                                        std::vector<std::size_t> rows);

/// True when nothing but its row tells one from the other.
bool same_merit(const JudgedTrial& a, const JudgedTrial& b);

}  // namespace wattle::search
