// SPDX-License-Identifier: MIT
#include "search/strategy/sobol_strategy.h"

#include <limits>
#include <string>

#include "search/strategy/random_strategy.h"
#include "search/strategy/space_key.h"

namespace wattle::search {
namespace {

constexpr int kStateVersion = 1;

/// Points of the sequence to look at before it counts as used up. Both grow with nothing but the
/// history, so that the answer does not depend on how often it was asked for.
constexpr std::size_t kPatience = 4096;
constexpr std::size_t kPatienceOfATrial = 64;

}  // namespace

SobolStrategy::SobolStrategy(const SearchSpace& space, std::uint64_t seed)
    : space_(&space),
      cube_(space),
      encoding_(space),
      sequence_(cube_.dimension(), seed),
      key_(space_key(space, seed)) {}

Parameters SobolStrategy::point(std::uint32_t index) const {
  const Eigen::VectorXd position = sequence_.point(index);
  if (encoding_.rows() != nullptr) return encoding_.decode(encoding_.at(position));
  return cube_.point(position);
}

Result<Parameters> SobolStrategy::suggest(const History& history, Rng& rng) {
  const std::size_t last = kPatience + kPatienceOfATrial * history.size();
  for (; next_ < last; ++next_) {
    Parameters found = point(next_);
    if (history.has_point(found) || space_->forbidden(found)) continue;
    explanation_ = {{"suggestion", "sequence"}, {"point", next_}};
    return found;
  }
  explanation_ = {{"suggestion", "random"},
                  {"because", "the first " + std::to_string(last) +
                                  " points of the sequence have been tried or are forbidden"}};
  return draw_untried(*space_, history, rng);
}

nlohmann::json SobolStrategy::state() const {
  return {{"version", kStateVersion}, {"next", next_}, {"space", key_}};
}

Result<void> SobolStrategy::restore(const nlohmann::json& state) {
  const bool shaped = state.is_object() && state.size() == 3 && state.contains("version") &&
                      state["version"] == kStateVersion && state.contains("next") &&
                      state["next"].is_number_integer() && state.contains("space") &&
                      state["space"].is_string();
  const auto next = shaped ? state["next"].get<std::int64_t>() : -1;
  if (next < 0 || next > std::numeric_limits<std::uint32_t>::max()) {
    return fail(ErrorCode::kCorrupt, "this is no state of a Sobol sequence");
  }
  next_ = state["space"] == key_ ? static_cast<std::uint32_t>(next) : 0;
  return {};
}

}  // namespace wattle::search
