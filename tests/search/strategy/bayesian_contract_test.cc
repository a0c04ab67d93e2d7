// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"
#include "tests/contract/strategy_contract.h"

namespace wattle::test {
namespace {

using namespace contract;

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
    change_all(shown, [](search::Trial& trial) {
      if (trial.measurement) add_steps(trial);
    });
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

StrategyCase bayesian(const std::string& name, const nlohmann::json& options, int most) {
  return {
      name,
      [options](const search::SearchSpace& space, const search::Goal& goal, std::uint64_t seed) {
        return Made(search::make_bayesian_strategy(options, space, goal, seed));
      },
      most};
}

StrategyCase with_steps(StrategyCase strategy) {
  const auto make = strategy.make;
  strategy.name += "_and_steps";
  strategy.make = [make](const search::SearchSpace& space, const search::Goal& goal,
                         std::uint64_t seed) -> Result<std::unique_ptr<search::Strategy>> {
    auto made = make(space, goal, seed);
    if (made) *made = std::make_unique<ShownSteps>(std::move(*made));
    return made;
  };
  return strategy;
}

const nlohmann::json kWarped = {{"warp_inputs", true}, {"kernel", "matern32"}};
const nlohmann::json kFidelity = {{"fidelity", true}};
const nlohmann::json kRandomPoints = {{"acquisition", "probability_of_improvement"},
                                      {"candidates", 200}};
const nlohmann::json kBoth = {{"warp_inputs", true}, {"fidelity", true}};

INSTANTIATE_TEST_SUITE_P(Bayesian, StrategyContract,
                         testing::Values(bayesian("bayesian", {{"kind", "bayesian"}}, 5000),
                                         bayesian("warped", kWarped, 1000),
                                         bayesian("random_points", kRandomPoints, 300),
                                         bayesian("with_fidelity", kFidelity, 300),
                                         with_steps(bayesian("with_fidelity", kFidelity, 5000)),
                                         with_steps(bayesian("warped", kBoth, 300))),
                         strategy_case_name);

}  // namespace
}  // namespace wattle::test
