// SPDX-License-Identifier: MIT
#include "search/strategy/gain_stop.h"

#include <sstream>
#include <utility>

#include "search/strategy/bayesian_strategy.h"

namespace wattle::search {
namespace {

constexpr int kStateVersion = 1;
constexpr const char* kMember = "gain_stop";

std::unique_ptr<Strategy> make_adviser(const SearchSpace& space, const Goal& goal,
                                       std::uint64_t seed, const Budget& budget) {
  BayesianOptions options;
  options.seed = seed;
  options.budget = budget;
  options.exploit = false;
  options.explored_improvement = 0.0;
  auto adviser = std::make_unique<BayesianStrategy>(space, goal, options);
  adviser->foresee();
  return adviser;
}

bool is_of_rule(const nlohmann::json& state) {
  return state.is_object() && state.contains(kMember);
}

/// A state of `GainStop`, as far as its form goes.
bool is_shaped(const nlohmann::json& state) {
  if (state.size() != 3 || state.value("version", nlohmann::json()) != kStateVersion ||
      !state.contains("strategy")) {
    return false;
  }
  const nlohmann::json& own = state[kMember];
  return own.is_object() && own.size() == 2 && own.contains("adviser") && own.contains("row") &&
         own["row"].is_number_integer() && own["row"] >= 0;
}

std::string too_little(const GainRule& rule, const Prospect& last) {
  std::ostringstream text;
  text.precision(3);
  text << kTooLittleGain << ": " << rule.in_a_row
       << (rule.in_a_row == 1 ? " suggestion promised" : " suggestions in a row promised")
       << " less than " << rule.below << " a joule, the last one " << last.gain << " for "
       << last.joules.value << " J";
  return text.str();
}

}  // namespace

GainStop::GainStop(std::unique_ptr<Strategy> strategy, const GainRule& rule,
                   const SearchSpace& space, const Goal& goal, std::uint64_t seed,
                   const Budget& budget)
    : strategy_(std::move(strategy)),
      rule_(rule),
      adviser_(make_adviser(space, goal, seed, budget)),
      needs_advice_(!strategy_->foresee()) {}

Result<Parameters> GainStop::suggest(const History& history, Rng& rng) {
  Result<Parameters> point = strategy_->suggest(history, rng);
  if (!point) return point;
  // Whether the adviser finds a point that is new does not matter: the other one did.
  if (needs_advice_) (void)adviser_->suggest(history, rng);
  prospect_ = needs_advice_ ? adviser_->prospect() : strategy_->prospect();
  const bool poor = prospect_ && prospect_->gain < rule_.below * prospect_->joules.value;
  row_ = poor ? row_ + 1 : 0;
  if (row_ < rule_.in_a_row) return point;
  return fail(ErrorCode::kExhausted, too_little(rule_, *prospect_));
}

nlohmann::json GainStop::state() const {
  return {
      {"version", kStateVersion},
      {kMember,
       {{"row", row_}, {"adviser", needs_advice_ ? adviser_->state() : nlohmann::json()}}},
      {"strategy", strategy_->state()}};
}

Result<void> GainStop::restore(const nlohmann::json& state) {
  const auto corrupt = fail(ErrorCode::kCorrupt, "this is no state of a strategy with this rule");
  const bool of_rule = is_of_rule(state);
  if (of_rule && !is_shaped(state)) return corrupt;
  const nlohmann::json own = of_rule ? state[kMember] : nlohmann::json{{"row", 0}};
  const nlohmann::json adviser = own.value("adviser", nlohmann::json());
  const nlohmann::json adviser_before = adviser_->state();
  if (!adviser.is_null() && !adviser_->restore(adviser)) return corrupt;
  if (auto restored = strategy_->restore(of_rule ? state["strategy"] : state); !restored) {
    (void)adviser_->restore(adviser_before);
    return restored;
  }
  row_ = own["row"].get<int>();
  needs_advice_ = !strategy_->foresee();
  prospect_.reset();
  return {};
}

nlohmann::json GainStop::explain() const {
  nlohmann::json said = strategy_->explain();
  if (prospect_) {
    said["prospect"] = {
        {"gain", prospect_->gain}, {"joules", prospect_->joules.value}, {"row", row_}};
  }
  return said;
}

Result<void> restore_strategy(Strategy& strategy, const nlohmann::json& state) {
  const bool without = is_of_rule(state) && is_shaped(state) && !is_of_rule(strategy.state());
  return strategy.restore(without ? state["strategy"] : state);
}

}  // namespace wattle::search
