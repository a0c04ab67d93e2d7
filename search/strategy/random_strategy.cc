// SPDX-License-Identifier: MIT
#include "search/strategy/random_strategy.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "search/space/enumeration.h"
#include "search/strategy/seen_points.h"

namespace wattle::search {
namespace {

/// Known points in a row before the rest of the space is listed. In a space of N equally likely
/// points, a draw misses the last one with probability 1 - 1/N: a few hundred draws cost less than
/// a walk through a space where they do not suffice.
constexpr int kMaxKnownDraws = 300;

/// Points and dead ends of the largest space that is walked: a tenth of a second or so. A larger
/// one is not used up by any study that fits into memory.
constexpr std::uint64_t kMaxWalk = 1'000'000;

/// The untried points of a space that can be walked.
class Remainder {
 public:
  Remainder(const SearchSpace& space, const SeenPoints& seen,
            const std::vector<std::vector<Value>>& values)
      : enumeration_{space.parameters(), space.forbid(), values, kMaxWalk}, seen_(seen) {}

  /// Number of untried points; nullopt when the walk is too long.
  std::optional<std::uint64_t> count() const {
    std::uint64_t untried = 0;
    const auto count_untried = [&](const auto&, const nlohmann::json& point) {
      if (!seen_.contains(point)) ++untried;
      return true;
    };
    if (walk_points(enumeration_, count_untried) == WalkEnd::kLimit) return std::nullopt;
    return untried;
  }

  /// The untried point of rank `index` in the order of the walk.
  Parameters at(std::int64_t index) const {
    Parameters chosen;
    const auto choose = [&](const auto&, const nlohmann::json& point) {
      if (seen_.contains(point) || index-- > 0) return true;
      chosen = Parameters(point);
      return false;
    };
    walk_points(enumeration_, choose);
    return chosen;
  }

 private:
  Enumeration enumeration_;
  const SeenPoints& seen_;
};

/// One of the untried points; kExhausted when there is none, and `unknown` when the space is too
/// large to tell.
Result<Parameters> sample_remainder(const SearchSpace& space, const SeenPoints& seen, Rng& rng,
                                    Error unknown) {
  const auto values = all_values(space.parameters(), kMaxWalk);
  if (!values) return tl::unexpected(std::move(unknown));
  const Remainder remainder(space, seen, *values);
  const std::optional<std::uint64_t> untried = remainder.count();
  if (!untried) return tl::unexpected(std::move(unknown));
  if (*untried == 0) {
    return fail(ErrorCode::kExhausted, "every point of the space has been tried");
  }
  return remainder.at(rng.uniform_int(0, static_cast<std::int64_t>(*untried) - 1));
}

}  // namespace

Result<Parameters> RandomStrategy::suggest(const History& history, Rng& rng) {
  const SeenPoints seen(history);
  for (int draw = 0; draw < kMaxKnownDraws; ++draw) {
    Result<Parameters> point = space_->sample(rng);
    if (!point) return sample_remainder(*space_, seen, rng, std::move(point.error()));
    if (!seen.contains(point->json())) return point;
  }
  return sample_remainder(
      *space_, seen, rng,
      {ErrorCode::kExhausted,
       "all of " + std::to_string(kMaxKnownDraws) + " random points have been tried before",
       "widen the ranges: most of the space is in few points"});
}

}  // namespace wattle::search
