// SPDX-License-Identifier: MIT
#include <array>

#include "energy/text/nearest_name.h"
#include "search/space/names_of.h"
#include "search/strategy/auto_strategy.h"
#include "search/strategy/bayesian_strategy.h"
#include "search/strategy/cma_es_strategy.h"
#include "search/strategy/grid_strategy.h"
#include "search/strategy/random_strategy.h"
#include "search/strategy/sobol_strategy.h"
#include "search/strategy/strategy.h"
#include "search/strategy/tpe_strategy.h"

namespace wattle::search {
namespace {

using Made = Result<std::unique_ptr<Strategy>>;

struct KindRow {
  const char* name;
  Made (*make)(const nlohmann::json& options, const SearchSpace& space, const Goal& goal,
               std::uint64_t seed, const Budget& budget, int jobs);
};

/// Every strategy there is, in the order of the docs.
constexpr std::array kKinds{
    KindRow{"grid",
            [](const nlohmann::json&, const SearchSpace& space, const Goal&, std::uint64_t seed,
               const Budget&, int) { return GridStrategy::create(space, seed); }},
    KindRow{"random",
            [](const nlohmann::json&, const SearchSpace& space, const Goal&, std::uint64_t,
               const Budget&, int) { return Made(std::make_unique<RandomStrategy>(space)); }},
    KindRow{"sobol",
            [](const nlohmann::json&, const SearchSpace& space, const Goal&, std::uint64_t seed,
               const Budget&, int) { return Made(std::make_unique<SobolStrategy>(space, seed)); }},
    KindRow{"bayesian",
            [](const nlohmann::json& options, const SearchSpace& space, const Goal& goal,
               std::uint64_t seed, const Budget& budget,
               int) { return Made(make_bayesian_strategy(options, space, goal, seed, budget)); }},
    KindRow{"tpe", [](const nlohmann::json& options, const SearchSpace& space, const Goal& goal,
                      std::uint64_t, const Budget&,
                      int) { return Made(make_tpe_strategy(options, space, goal)); }},
    KindRow{"cma_es", [](const nlohmann::json& options, const SearchSpace& space, const Goal& goal,
                         std::uint64_t seed, const Budget&,
                         int) { return Made(make_cma_es_strategy(options, space, goal, seed)); }},
    KindRow{"auto", [](const nlohmann::json&, const SearchSpace& space, const Goal& goal,
                       std::uint64_t seed, const Budget& budget,
                       int jobs) { return AutoStrategy::create(space, goal, seed, budget, jobs); }},
};

}  // namespace

const std::vector<std::string>& strategy_kinds() {
  static const std::vector<std::string> kinds = names_of(kKinds, &KindRow::name);
  return kinds;
}

Result<std::unique_ptr<Strategy>> make_strategy(const nlohmann::json& strategy,
                                                const SearchSpace& space, const Goal& goal,
                                                std::uint64_t seed, const Budget& budget,
                                                int jobs) {
  const auto written = strategy.find("kind");
  const bool named = written != strategy.end() && written->is_string();
  const std::string kind = named ? written->get<std::string>() : std::string();
  for (const KindRow& row : kKinds) {
    if (kind == row.name) return row.make(strategy, space, goal, seed, budget, jobs);
  }
  const std::string nearest = nearest_name(kind, strategy_kinds());
  return fail(ErrorCode::kInvalidArgument, "there is no strategy called \"" + kind + "\"",
              nearest.empty() ? "" : "did you mean \"" + nearest + "\"?");
}

}  // namespace wattle::search
