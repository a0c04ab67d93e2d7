// SPDX-License-Identifier: MIT
// The neighbourhood of a good trial: how far around it to look, and when to leave it.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// Heuristics, chosen on the problems of 2 to 10 parameters in docs/benchmarks.md. Lengths are in
/// unit coordinates.
struct TrustRegionOptions {
  double largest_radius = 0.4;    ///< half a side of the box, also at the start
  double smallest_radius = 0.01;  ///< below it, the neighbourhood is used up
  double growth = 2.0;            ///< of the radius, when a trial inside is better than the centre
  double shrinkage = 0.85;        ///< when it is not: four failures halve the radius
  double separation = 0.2;  ///< distance over sqrt(d) that a new centre keeps from used-up ones
};

/// A trust region in the manner of [Eriksson2019], whose radius is learned from single trials. All
/// of its memory is trial numbers and one radius. Not thread-safe.
class TrustRegion {
 public:
  /// Distance of two trials by number, over sqrt(d).
  using Distance = std::function<double(int, int)>;

  explicit TrustRegion(TrustRegionOptions options = {})
      : options_(options), radius_(options.largest_radius) {}

  double radius() const { return radius_; }

  /// Grows or shrinks by those expected trials that have ended in `history`.
  void settle(const History& history, const Goal& goal);
  /// The number of the trial to look around: the first of `ranked` (best first, at least one) that
  /// is not next to a used-up one. A neighbourhood that is used up is left for the next best, with
  /// a new radius; when all are, the first begins again.
  int centre(const std::vector<int>& ranked, const Distance& distance);
  /// Trial `number` is going to be inside the region around trial `centre`.
  void expect(int number, int centre);

  nlohmann::json state() const;
  /// False, and nothing changes, for a state of another shape.
  bool restore(const nlohmann::json& state);

 private:
  struct Expected {
    int number = 0;
    int centre = 0;
  };

  TrustRegionOptions options_;
  double radius_;
  std::vector<Expected> expected_;  ///< not ended when last looked at
  std::vector<int> used_up_;        ///< centres that were left
};

}  // namespace wattle::search
