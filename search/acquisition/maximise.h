// SPDX-License-Identifier: MIT
// The point of a space where an acquisition is largest.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <optional>

#include "search/acquisition/acquisition.h"
#include "search/acquisition/domain.h"
#include "search/acquisition/neighbourhood.h"
#include "search/gp/bounded_ascent.h"
#include "search/space/rng.h"

namespace wattle::search {

/// Points that must not be suggested: those tried before, and those still running.
using Excluded = std::function<bool(const Parameters&)>;

struct MaximiseOptions {
  Eigen::Index spread_candidates = 512;
  Eigen::Index nearby_candidates = 256;  ///< none without centres
  int starts = 4;                        ///< best candidates that are climbed from
  /// Above 0: the best of so many points drawn uniformly from the space, and nothing else: no
  /// climb, no focus, and no look at the whole of a small space.
  Eigen::Index uniform_candidates = 0;
  /// Ascents from each, with discrete moves in between.
  int rounds = 3;
  AscentOptions ascent{60, 1e-6, 1e-6};
};

/// Where to look.
struct Focus {
  Eigen::MatrixXd centres;  ///< good points, to look around in detail (k x d, may be empty)
  std::optional<Neighbourhood> neighbourhood;  ///< look only here
};

struct Maximum {
  Parameters parameters;
  double value = 0.0;   ///< of the acquisition; minus infinity when it is nowhere finite
  int evaluations = 0;  ///< points at which it was evaluated
};

/// The best point found that is allowed, and not excluded; nullopt when there is none among those
/// looked at, which for a finite space with `Domain::whole` (and no uniform candidates) means that
/// it is used up.
/// - A small finite space is evaluated whole.
/// - Otherwise a batch of candidates is, as matrix products; the best are climbed from over numeric
///   coordinates (gradient ascent on the relaxed problem), rounded, and moved over discrete
///   parameters as long as that helps. Rounding may lose value, so the unclimbed candidates compete
///   too.
/// Within a neighbourhood, discrete moves may lead one step out of it.
std::optional<Maximum> maximise(const Acquisition& acquisition, const Domain& domain,
                                const Excluded& excluded, const Focus& focus,
                                const MaximiseOptions& options, Rng& rng);

}  // namespace wattle::search
