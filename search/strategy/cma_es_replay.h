// SPDX-License-Identifier: MIT
// Where CMA-ES stands after a history.
#pragma once

#include <cstdint>
#include <vector>

#include "search/space/encoding.h"
#include "search/strategy/cma_es_model.h"
#include "search/strategy/merit.h"

namespace wattle::search {

struct CmaEsOptions {
  /// Trials of a generation, at least 4; 0: 4 + floor(3 log d) [Hansen2016, Table 1].
  int population = 0;
};

/// What the next suggestion is drawn from.
struct CmaEsStanding {
  CmaEsModel model;
  int population = 0;   ///< lambda, of the present run
  int restarts = 0;     ///< runs before it
  int generations = 0;  ///< that the present run has learned from
  int open = 0;         ///< trials after the last full generation
};

/// Builds the search anew from the trials alone: lambda consecutive trials, in the order of their
/// numbers, are a generation, whoever suggested them; the model learns from it once all of them
/// have ended. Later ones that have ended meanwhile wait for theirs, so any number of workers may
/// run ahead of a slow trial, and the standing is a function of the history and the seed.
///
/// - Selected are the first lambda / 2 in order of merit, measured ones only. A generation without
///   any, or one whose measured trials are all equal, teaches nothing.
/// - A run starts with the step size 0.2 (both bounds within 2.5 deviations of the middle), the
///   first one from the middle of the space and later ones from random points, with twice the
///   population [Auger2005]. It ends when every deviation is below 1e-9 of the range, when the
///   covariance is singular to working precision, or when the best of 10 + 30 d / lambda
///   generations in a row have been equal to within 1e-12.
///
/// O(n d^2 + n d^3 / lambda) for n trials.
CmaEsStanding replay_cma_es(const std::vector<JudgedTrial>& trials, const SearchSpace& space,
                            const Encoding& encoding, const CmaEsOptions& options,
                            std::uint64_t seed);

}  // namespace wattle::search
