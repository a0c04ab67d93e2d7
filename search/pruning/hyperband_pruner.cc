// SPDX-License-Identifier: MIT
#include "search/pruning/hyperband_pruner.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace wattle::search {
namespace {

/// The binary digits of a number mirrored at the point: the van der Corput sequence, of which every
/// run of 2^k numbers has one in each of 2^k equal parts of [0, 1).
double mirrored(std::uint32_t number) {
  double value = 0.0;
  for (double digit = 0.5; number != 0; number >>= 1, digit /= 2.0) {
    if ((number & 1U) != 0) value += digit;
  }
  return value;
}

}  // namespace

HyperbandPruner::HyperbandPruner(const Goal& goal, HyperbandPrunerOptions options)
    : goal_(goal), options_(options) {
  const int count = options_.brackets;
  std::vector<double> weights;
  weights.reserve(static_cast<std::size_t>(count));
  for (int b = 0; b < count; ++b) {
    weights.push_back(std::ceil(count * std::pow(options_.rungs.eta, count - 1 - b) / (count - b)));
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  double below = 0.0;
  share_below_.reserve(weights.size());
  for (const double weight : weights) share_below_.push_back((below += weight) / sum);
}

int HyperbandPruner::bracket_of(int number) const {
  const double at = mirrored(static_cast<std::uint32_t>(number));
  const auto bracket = std::upper_bound(share_below_.begin(), share_below_.end() - 1, at);
  return static_cast<int>(bracket - share_below_.begin());
}

Rungs HyperbandPruner::rungs_of(int bracket) const {
  constexpr int kLargest = std::numeric_limits<int>::max();
  Rungs rungs = options_.rungs;
  for (int b = 0; b < bracket; ++b) {
    rungs.first = rungs.first > kLargest / rungs.eta ? kLargest : rungs.first * rungs.eta;
  }
  return rungs;
}

std::optional<std::string> HyperbandPruner::should_stop(const Trial& trial,
                                                        const PruningContext& context) const {
  const int bracket = bracket_of(trial.number);
  auto reason = fails_rung(trial, context.others, goal_, rungs_of(bracket),
                           [&](int number) { return bracket_of(number) == bracket; });
  if (reason) *reason += " in bracket " + std::to_string(bracket);
  return reason;
}

}  // namespace wattle::search
