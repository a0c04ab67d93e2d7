// SPDX-License-Identifier: MIT
// A study on a callable, with a meter that counts one watt of a clock the test owns.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/objective/callable_objective.h"
#include "search/study/study.h"

namespace wattle::test {

/// Counts `watts` times the seconds of a clock, exactly.
class ConstantPowerMeter final : public energy::EnergyMeter {
 public:
  ConstantPowerMeter(const energy::Clock& clock, Watts watts)
      : clock_(clock), watts_(watts), opened_(clock.now()) {
    info_.name = "constant";
    info_.source = energy::Source::kReplayed;
    info_.domains = {"package"};
    info_.idle = Watts(0.0);
  }
  const energy::MeterInfo& info() const override { return info_; }
  Result<energy::CumulativeEnergy> read() override {
    const Joules joules = watts_ * (clock_.now() - opened_);
    return energy::CumulativeEnergy{joules, joules, joules};
  }

 private:
  const energy::Clock& clock_;
  const Watts watts_;
  const Seconds opened_;
  energy::MeterInfo info_;
};

using search::CallableObjective;

/// Draws uniformly; suggests differently when a result differs, so that a test can see what was
/// shown to it.
class HistoryStrategy final : public search::Strategy {
 public:
  explicit HistoryStrategy(const search::SearchSpace& space) : space_(space) {}
  std::string_view kind() const override { return "history"; }
  Result<search::Parameters> suggest(const search::History& history, search::Rng& rng) override {
    double seen = 0.0;
    for (const search::Trial& trial : history) {
      if (trial.state != search::TrialState::kComplete) continue;
      seen += trial.measurement->metrics.at("value") * (trial.number + 1);
    }
    search::Rng mixed(rng.bits() ^ std::hash<double>()(seen));
    ++suggestions_;
    return space_.sample(mixed);
  }
  nlohmann::json state() const override { return {{"version", 1}, {"suggestions", suggestions_}}; }
  Result<void> restore(const nlohmann::json& state) override {
    suggestions_ = state.at("suggestions").get<int>();
    return {};
  }

 private:
  const search::SearchSpace& space_;
  int suggestions_ = 0;
};

inline nlohmann::json unit_space() {
  return {{"x", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}}};
}

/// A study that minimises "value" over x in [0, 1].
inline std::unique_ptr<search::Study> make_study(CallableObjective::Function function, int trials) {
  auto study = std::make_unique<search::Study>();
  study->name = "test";
  study->scenario = nlohmann::json::object();
  study->space = *search::SearchSpace::from_json(unit_space(), nullptr);
  study->goal =
      search::Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
  study->objective = std::make_shared<CallableObjective>(std::move(function));
  study->strategy = std::make_unique<HistoryStrategy>(study->space);
  study->pruner = search::make_pruner({{"kind", "none"}}, study->goal);
  study->budget.trials = trials;
  study->finalists = 0;
  study->seed = 11;
  return study;
}

/// The value x itself.
inline Result<search::Evaluation> identity(const search::Parameters& parameters,
                                           search::TrialContext& /*context*/) {
  return search::Evaluation{{{"value", parameters.find("x")->get<double>()}}, std::nullopt};
}

/// Clock, meter and store for one run after another.
struct Bench {
  energy::SteadyClock clock;
  std::unique_ptr<search::Store> store = search::make_memory_store();
  search::StudyObserver observer;

  Result<search::RunSummary> run(search::Study& study, search::RunOptions options = {}) {
    auto metering =
        energy::start_metering(std::make_unique<ConstantPowerMeter>(clock, Watts(1.0)), clock);
    if (!metering) return tl::unexpected<Error>(metering.error());
    auto summary = search::run_study(study, {*store, **metering, clock, observer}, options);
    expect_balance();
    return summary;
  }
  /// The accounts add up to what was metered.
  void expect_balance() const {
    const auto record = store->load();
    if (!record) return;
    const energy::LedgerTotals& ledger = record->ledger;
    EXPECT_NEAR((ledger.trials + ledger.overhead + ledger.idle).value, ledger.total.value,
                1e-9 * ledger.total.value);
  }
  search::StudyRecord record() const { return *store->load(); }
};

}  // namespace wattle::test
