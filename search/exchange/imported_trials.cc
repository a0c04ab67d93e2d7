// SPDX-License-Identifier: MIT
#include "search/exchange/imported_trials.h"

#include <algorithm>
#include <utility>

#include "search/strategy/strategy.h"
#include "search/study/schedule.h"

namespace wattle::search {
namespace {

/// What was metered, as when recorded runs are replayed: the trials' and nothing else.
energy::LedgerTotals ledger_of(const std::vector<Trial>& trials) {
  energy::LedgerTotals ledger;
  for (const Trial& trial : trials) {
    if (!trial.measurement || trial.origin) continue;
    const energy::Source source = trial.measurement->energy.source;
    if (source == energy::Source::kReported || source == energy::Source::kUnknown) continue;
    ledger.trials += trial.measurement->energy.joules;
  }
  ledger.total = ledger.trials;
  return ledger;
}

Result<nlohmann::json> first_state(const Scenario& scenario) {
  const nlohmann::json& document = scenario.document;
  const Goal goal = Goal::from_json(document.at("goal"));
  const Budget budget =
      Budget::from_json(document.at("budget"), Footprint::from_json(document.at("energy")));
  const Schedule schedule = Schedule::from_json(document.at("schedule"));
  const auto strategy = make_strategy(document.at("strategy"), scenario.space, goal,
                                      document.at("seed").get<std::uint64_t>(), budget,
                                      schedule.fixed() ? schedule.lag : 1);
  if (!strategy) return tl::unexpected<Error>(strategy.error());
  return (*strategy)->state();
}

}  // namespace

void add_constants(const SearchSpace& space, nlohmann::json& values) {
  for (const Parameter& parameter : space.parameters()) {
    const bool constant = parameter.kind == ParameterKind::kConstant && !parameter.when;
    if (constant && !values.contains(parameter.name)) {
      values[parameter.name] = parameter.values.front();
    }
  }
}

void complete_metrics(Measurement& measurement, bool seconds_known) {
  if (seconds_known) measurement.metrics.emplace("seconds", measurement.seconds.value);
  if (measurement.energy.source == energy::Source::kUnknown) return;
  measurement.metrics.emplace(kTrainJoules, measurement.energy.joules.value);
}

Result<StudyRecord> imported_record(const Scenario& scenario, std::vector<Trial> trials,
                                    nlohmann::json context) {
  auto state = first_state(scenario);
  if (!state) return tl::unexpected<Error>(state.error());
  StudyRecord study;
  study.name = scenario.document.at("name").get<std::string>();
  study.scenario = scenario.document;
  study.context = std::move(context);
  study.strategy_state = std::move(*state);
  study.stopped_because = kWasImported;
  study.ledger = ledger_of(trials);
  for (const Trial& trial : trials) study.elapsed = std::max(study.elapsed, trial.ended_at);
  study.trials = std::move(trials);
  return study;
}

}  // namespace wattle::search
