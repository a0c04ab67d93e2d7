// SPDX-License-Identifier: MIT
#include "search/strategy/shared_beginning.h"

namespace wattle::search {
namespace {

constexpr int kStateVersion = 1;

}  // namespace

Result<Parameters> SharedBeginning::suggest(const History& history, Rng& rng) {
  begins_ = history.size() < static_cast<std::size_t>(shared_);
  return begins_ ? design_.suggest(history, rng) : strategy_->suggest(history, rng);
}

nlohmann::json SharedBeginning::state() const {
  return {
      {"version", kStateVersion}, {"design", design_.state()}, {"strategy", strategy_->state()}};
}

Result<void> SharedBeginning::restore(const nlohmann::json& state) {
  const auto corrupt = fail(ErrorCode::kCorrupt, "this is no state of a shared beginning");
  if (!state.is_object() || state.size() != 3 ||
      state.value("version", nlohmann::json()) != kStateVersion || !state.contains("design") ||
      !state.contains("strategy")) {
    return corrupt;
  }
  const nlohmann::json before = design_.state();
  if (!design_.restore(state["design"])) return corrupt;
  auto restored = strategy_->restore(state["strategy"]);
  if (!restored) (void)design_.restore(before);
  return restored;
}

nlohmann::json SharedBeginning::explain() const {
  return begins_ ? design_.explain() : strategy_->explain();
}

}  // namespace wattle::search
