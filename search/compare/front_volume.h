// SPDX-License-Identifier: MIT
// How much of what two objectives can be a front dominates: hypervolume, for comparisons of
// searches that look for a front.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "search/store/store.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// The ranges of two objectives, both minimised, over everything that was found.
struct FrontBox {
  std::array<double, 2> best;
  std::array<double, 2> worst;
};

/// Both objectives of a goal that has two, of a trial that counts (complete, feasible); else
/// nullopt.
std::optional<std::array<double, 2>> objective_pair(const Goal& goal, const Trial& trial);

/// Over the trials of all studies, so that every study is measured by the same box. nullopt for a
/// goal with one objective, and where no trial counts.
std::optional<FrontBox> front_box(const Goal& goal, const std::vector<const StudyRecord*>& studies);

/// The share of the box that lies beyond the front of the points so far: 0 for none, 1 for a point
/// that is the best in both [Zitzler1999]. The worst ends are the reference point.
class FrontVolume {
 public:
  explicit FrontVolume(const FrontBox& box) : box_(box) {}

  /// O(points on the front).
  void add(const std::array<double, 2>& point);
  double share() const { return share_; }

 private:
  FrontBox box_;
  std::map<double, double> front_;  ///< by the first coordinate, the second falls; both on [0, 1]
  double share_ = 0.0;
};

}  // namespace wattle::search
