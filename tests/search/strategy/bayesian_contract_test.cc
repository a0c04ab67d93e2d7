// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"
#include "tests/contract/strategy_contract.h"

namespace wattle::test {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Bayesian, StrategyContract,
    testing::Values(StrategyCase{
        "bayesian",
        [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t) {
          return Result<std::unique_ptr<search::Strategy>>(
              search::make_bayesian_strategy({{"kind", "bayesian"}}, space, goal));
        },
        5000}),
    strategy_case_name);

}  // namespace
}  // namespace wattle::test
