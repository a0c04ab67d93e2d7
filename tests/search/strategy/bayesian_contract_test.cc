// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"
#include "tests/contract/strategy_contract.h"

namespace wattle::test {
namespace {

StrategyCase bayesian(const std::string& name, const nlohmann::json& options, int most) {
  return {
      name,
      [options](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t seed) {
        return Result<std::unique_ptr<search::Strategy>>(
            search::make_bayesian_strategy(options, space, goal, seed));
      },
      most};
}

INSTANTIATE_TEST_SUITE_P(Bayesian, StrategyContract,
                         testing::Values(bayesian("bayesian", {{"kind", "bayesian"}}, 5000),
                                         bayesian("bayesian_warped",
                                                  {{"warp_inputs", true}, {"kernel", "matern32"}},
                                                  1000)),
                         strategy_case_name);

}  // namespace
}  // namespace wattle::test
