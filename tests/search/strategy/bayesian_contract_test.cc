// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"
#include "tests/contract/strategy_contract.h"

namespace wattle::test {
namespace {

using Made = Result<std::unique_ptr<search::Strategy>>;

/// Shows the strategy each measured trial with steps that fall to its value; every third trial was
/// stopped half-way.
class ShownSteps final : public search::Strategy {
 public:
  explicit ShownSteps(std::unique_ptr<search::Strategy> strategy)
      : strategy_(std::move(strategy)) {}

  std::string_view kind() const override { return strategy_->kind(); }
  nlohmann::json state() const override { return strategy_->state(); }
  Result<void> restore(const nlohmann::json& state) override { return strategy_->restore(state); }
  Result<search::Parameters> suggest(const search::History& history, search::Rng& rng) override {
    search::History shown = history;
    for (search::Trial& trial : shown) {
      if (trial.measurement) add_steps(trial);
    }
    return strategy_->suggest(shown, rng);
  }

 private:
  static void add_steps(search::Trial& trial) {
    constexpr int kSteps = 8;
    const bool stopped = trial.number % 3 == 1;
    double& value = trial.measurement->metrics.at("value");
    for (int step = 1; step <= (stopped ? kSteps / 2 : kSteps); ++step) {
      trial.steps.push_back(
          {step, {{"value", value + 1.0 / step - 1.0 / kSteps}}, Joules(step), Seconds(step)});
    }
    if (!stopped) return;
    trial.state = search::TrialState::kPruned;
    value = trial.steps.back().metrics.at("value");
  }

  std::unique_ptr<search::Strategy> strategy_;
};

std::unique_ptr<search::Strategy> make(const search::SearchSpace& space, const search::Goal& goal,
                                       bool fidelity) {
  return search::make_bayesian_strategy({{"kind", "bayesian"}, {"fidelity", fidelity}}, space,
                                        goal);
}

INSTANTIATE_TEST_SUITE_P(
    Bayesian, StrategyContract,
    testing::Values(
        StrategyCase{"bayesian",
                     [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t) {
                       return Made(make(space, goal, false));
                     },
                     5000},
        StrategyCase{"with_fidelity",
                     [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t) {
                       return Made(make(space, goal, true));
                     },
                     300},
        StrategyCase{"with_fidelity_and_steps",
                     [](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t) {
                       return Made(std::make_unique<ShownSteps>(make(space, goal, true)));
                     },
                     5000}),
    strategy_case_name);

}  // namespace
}  // namespace wattle::test
