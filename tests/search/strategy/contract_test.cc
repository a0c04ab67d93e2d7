// SPDX-License-Identifier: MIT
#include "tests/contract/strategy_contract.h"

#include "search/strategy/cma_es_strategy.h"
#include "search/strategy/grid_strategy.h"
#include "search/strategy/random_strategy.h"
#include "search/strategy/sobol_strategy.h"
#include "search/strategy/tpe_strategy.h"

namespace wattle::test {
namespace {

using namespace contract;

constexpr int kCheap = 5000;

INSTANTIATE_TEST_SUITE_P(
    Strategies, StrategyContract,
    testing::Values(
        StrategyCase{"grid",
                     [](const search::SearchSpace& space, const search::Goal&, std::uint64_t seed) {
                       return search::GridStrategy::create(space, seed);
                     },
                     kCheap},
        StrategyCase{"random",
                     [](const search::SearchSpace& space, const search::Goal&, std::uint64_t) {
                       return Result<std::unique_ptr<search::Strategy>>(
                           std::make_unique<search::RandomStrategy>(space));
                     },
                     kCheap},
        StrategyCase{"tpe",
                     [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t) {
                       return Result<std::unique_ptr<search::Strategy>>(
                           search::make_tpe_strategy({{"kind", "tpe"}}, space, goal));
                     },
                     kCheap},
        StrategyCase{
            "cma_es",
            [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t seed) {
              return Result<std::unique_ptr<search::Strategy>>(
                  search::make_cma_es_strategy({{"kind", "cma_es"}}, space, goal, seed));
            },
            kCheap},
        StrategyCase{"sobol",
                     [](const search::SearchSpace& space, const search::Goal&, std::uint64_t seed) {
                       return Result<std::unique_ptr<search::Strategy>>(
                           std::make_unique<search::SobolStrategy>(space, seed));
                     },
                     kCheap}),
    strategy_case_name);

}  // namespace
}  // namespace wattle::test
