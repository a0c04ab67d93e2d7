// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_strategy.h"

#include <utility>

#include "search/strategy/merit.h"
#include "search/strategy/random_strategy.h"

namespace wattle::search {
namespace {

constexpr int kDraws = 100;

}  // namespace

CmaEsStrategy::CmaEsStrategy(const SearchSpace& space, const Goal& goal, CmaEsOptions options,
                             std::uint64_t seed)
    : space_(&space), goal_(&goal), options_(options), seed_(seed), encoding_(space) {}

Result<Parameters> CmaEsStrategy::suggest(const History& history, Rng& rng) {
  const CmaEsStanding standing = replay_cma_es(judge(history, *space_, encoding_, *goal_), *space_,
                                               encoding_, options_, seed_);
  explanation_ = {{"suggestion", "distribution"},
                  {"population", standing.population},
                  {"restarts", standing.restarts},
                  {"generations", standing.generations},
                  {"open", standing.open},
                  {"step_size", standing.model.normal().step_size()},
                  {"largest_deviation", standing.model.largest_deviation()}};
  for (int draw = 0; draw < kDraws; ++draw) {
    Parameters point = encoding_.decode(standing.model.draw(rng));
    if (!space_->forbidden(point) && !history.has_point(point)) return point;
  }
  explanation_["suggestion"] = "random";
  explanation_["because"] = "all draws are forbidden or have been tried";
  return draw_untried(*space_, history, rng);
}

std::unique_ptr<Strategy> make_cma_es_strategy(const nlohmann::json& options,
                                               const SearchSpace& space, const Goal& goal,
                                               std::uint64_t seed) {
  CmaEsOptions result;
  result.population = options.value("population", result.population);
  return std::make_unique<CmaEsStrategy>(space, goal, result, seed);
}

}  // namespace wattle::search
