// SPDX-License-Identifier: MIT
#include "search/strategy/auto_strategy.h"

#include <utility>

namespace wattle::search {
namespace {

constexpr int kStateVersion = 1;

bool is_shaped(const nlohmann::json& state) {
  const auto is_text = [&](const char* member) {
    return state.contains(member) && state[member].is_string();
  };
  return state.is_object() && state.size() == 4 && state.contains("version") &&
         state["version"] == kStateVersion && is_text("chosen") && is_text("because") &&
         state.contains("state");
}

}  // namespace

Result<std::unique_ptr<Strategy>> AutoStrategy::create(const SearchSpace& space, const Goal& goal,
                                                       std::uint64_t seed, const Budget& budget,
                                                       int jobs) {
  std::unique_ptr<AutoStrategy> result(new AutoStrategy(space, goal, seed, budget));
  result->choice_ = choose_strategy(space, goal, budget, jobs);
  auto chosen = result->make(result->choice_.kind);
  if (!chosen) return chosen;
  result->chosen_ = std::move(*chosen);
  return result;
}

Result<std::unique_ptr<Strategy>> AutoStrategy::make(const std::string& kind) const {
  return make_strategy({{"kind", kind}}, *space_, *goal_, seed_, budget_);
}

std::string AutoStrategy::in_words() const {
  return choice_.kind + " (chosen by auto: " + choice_.because + ")";
}

Result<Parameters> AutoStrategy::suggest(const History& history, Rng& rng) {
  return chosen_->suggest(history, rng);
}

nlohmann::json AutoStrategy::state() const {
  return {{"version", kStateVersion},
          {"chosen", choice_.kind},
          {"because", choice_.because},
          {"state", chosen_->state()}};
}

Result<void> AutoStrategy::restore(const nlohmann::json& state) {
  const auto corrupt = [] {
    return fail(ErrorCode::kCorrupt, "this is no state of the strategy auto for this space");
  };
  if (!is_shaped(state) || state["chosen"] == kind()) return corrupt();
  auto chosen = make(state["chosen"].get<std::string>());
  if (!chosen || !(*chosen)->restore(state["state"])) return corrupt();
  chosen_ = std::move(*chosen);
  if (foresees_) chosen_->foresee();
  choice_ = {state["chosen"].get<std::string>(), state["because"].get<std::string>()};
  return {};
}

bool AutoStrategy::foresee() {
  foresees_ = chosen_->foresee();
  return foresees_;
}

nlohmann::json AutoStrategy::explain() const {
  nlohmann::json said = chosen_->explain();
  said["auto"] = {{"chosen", choice_.kind}, {"because", choice_.because}};
  return said;
}

}  // namespace wattle::search
