// SPDX-License-Identifier: MIT
// Strategies that look at the goal keep their contract under goals whose outputs are scaled,
// logarithmic or missing.
#include <memory>
#include <string>

#include "tests/contract/strategy_contract.h"
#include "tests/search/strategy/goal_cases.h"

namespace wattle::test {
namespace {

using namespace contract;

/// A strategy on a goal of the case, whatever goal the contract measures by. Histories of the
/// contract have no inference energy: with a lifetime of requests no trial counts.
std::vector<StrategyCase> contract_cases() {
  std::vector<StrategyCase> cases;
  for (const GoalCase& each : goal_cases()) {
    const bool wanted = each.name.starts_with("equal") || each.name == "cheapest_life";
    if (!wanted) continue;
    const auto goal = std::make_shared<const search::Goal>(each.goal());
    for (const std::string kind : {"bayesian", "tpe", "cma_es"}) {
      cases.push_back({kind + "_" + each.name, [=](const search::SearchSpace& space,
                                                   const search::Goal&, std::uint64_t seed) {
                         return search::make_strategy({{"kind", kind}}, space, *goal, seed);
                       }});
    }
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Goals, StrategyContract, testing::ValuesIn(contract_cases()),
                         strategy_case_name);

}  // namespace
}  // namespace wattle::test
