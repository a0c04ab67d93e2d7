// SPDX-License-Identifier: MIT
#include "search/strategy/random_strategy.h"

#include <optional>
#include <string>

#include "search/space/enumeration.h"

namespace wattle::search {
namespace {

/// Known points in a row before the rest of the space is listed. In a space of N equally likely
/// points, a draw misses the last one with probability 1 - 1/N: a few hundred draws cost less than
/// a walk through a space where they do not suffice.
constexpr int kMaxKnownDraws = 300;

/// Points and dead ends of the largest space that is walked: a tenth of a second or so. A larger
/// one is not used up by any study that fits into memory.
constexpr std::uint64_t kMaxWalk = 1'000'000;

/// Random walks in a row that end at known points before it gives up. Each costs about as much as
/// ten thousand draws.
constexpr int kMaxWalks = 20;

/// Number of untried points; nullopt when the walk over all points is too long.
std::optional<std::uint64_t> count_untried(const SearchSpace& space, const History& history) {
  std::uint64_t untried = 0;
  const auto count = [&](const nlohmann::json& point) {
    if (!history.has_point(point)) ++untried;
    return true;
  };
  if (walk_space(space, kMaxWalk, count) == WalkEnd::kLimit) return std::nullopt;
  return untried;
}

/// The untried point of rank `index` in the order of the walk over all points.
Parameters untried_point(const SearchSpace& space, const History& history, std::int64_t index) {
  Parameters chosen;
  walk_space(space, kMaxWalk, [&](const nlohmann::json& point) {
    if (history.has_point(point) || index-- > 0) return true;
    chosen = Parameters(point);
    return false;
  });
  return chosen;
}

}  // namespace

Result<Parameters> draw_untried(const SearchSpace& space, const History& history, Rng& rng) {
  for (int draw = 0; draw < kMaxKnownDraws; ++draw) {
    Result<Parameters> point = space.sample(rng);
    if (!point) break;
    if (!history.has_point(*point)) return point;
  }
  const std::optional<std::uint64_t> untried = count_untried(space, history);
  if (untried == 0U) {
    return fail(ErrorCode::kExhausted, "every point of the space has been tried");
  }
  if (untried) {
    return untried_point(space, history,
                         rng.uniform_int(0, static_cast<std::int64_t>(*untried) - 1));
  }
  for (int walk = 0; walk < kMaxWalks; ++walk) {
    Parameters point = space.sample_or_walk(rng);
    if (!history.has_point(point)) return point;
  }
  return fail(ErrorCode::kExhausted,
              "no random point is new: all that were drawn have been tried before",
              "widen the ranges: most of the space is in few points");
}

Result<Parameters> RandomStrategy::suggest(const History& history, Rng& rng) {
  return draw_untried(*space_, history, rng);
}

}  // namespace wattle::search
