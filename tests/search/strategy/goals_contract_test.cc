// SPDX-License-Identifier: MIT
// The Bayesian strategy keeps its contract under goals whose outputs are scaled, logarithmic or
// missing. Strategies that do not look at the goal have nothing to show here.
#include <memory>

#include "search/strategy/bayesian_strategy.h"
#include "tests/contract/strategy_contract.h"
#include "tests/search/strategy/goal_cases.h"

namespace wattle::test {
namespace {

/// A strategy on a goal of the case, whatever goal the contract measures by. Histories of the
/// contract have no inference energy: with a lifetime of requests no trial counts.
std::vector<StrategyCase> contract_cases() {
  std::vector<StrategyCase> cases;
  for (const GoalCase& each : goal_cases()) {
    const bool wanted = each.name.starts_with("equal") || each.name == "cheapest_life";
    if (!wanted) continue;
    const auto goal = std::make_shared<const search::Goal>(each.goal());
    cases.push_back(
        {each.name, [goal](const search::SearchSpace& space, const search::Goal&, std::uint64_t) {
           return Result<std::unique_ptr<search::Strategy>>(
               search::make_bayesian_strategy({{"kind", "bayesian"}}, space, *goal));
         }});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(BayesianGoals, StrategyContract, testing::ValuesIn(contract_cases()),
                         strategy_case_name);

}  // namespace
}  // namespace wattle::test
