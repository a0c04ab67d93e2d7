// SPDX-License-Identifier: MIT
// The parts of a run that a command puts together: scenario, meter, study, context.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/detect.h"
#include "energy/gpu/power_limit.h"
#include "energy/metering.h"
#include "search/scenario/scenario.h"
#include "search/study/build_study.h"

namespace wattle::search {

/// What `--set`, `--strategy` and `--seed` replace, in this order: later ones win. An empty flag
/// replaces nothing; a text of `set` without "=" is an override with an empty path, which the
/// scenario refuses.
std::vector<Override> overrides_of(const std::vector<std::string>& set,
                                   const std::string& strategy = {}, const std::string& seed = {});

/// Every parameter in the middle of its domain, or a random point when a forbidden clause holds
/// there.
Parameters middle_of(const SearchSpace& space, std::uint64_t seed);

/// A meter that counts, with what people should know about it.
struct RunningMeter {
  std::unique_ptr<energy::Metering> metering;
  std::vector<std::string> passed_over;  ///< better meters, and why they do not work here
};

/// The machine, with the scenario's command for the meter `command`.
energy::System system_for(const Scenario& scenario);

/// Opens the scenario's meter ("auto": the best there is) and starts it. For a table it is what the
/// table is, and nothing is measured.
Result<RunningMeter> start_meter(const Scenario& scenario, const energy::Clock& clock);

/// Holds the power limits of the GPUs that a scenario's trials may set; null where it sets none.
/// Fails as `check_power_limit` does, too. Call it before anything starts threads.
Result<std::unique_ptr<energy::PowerLimit>> hold_power_limit(const Scenario& scenario,
                                                             int jobs = 1);

/// Puts them back; null: nothing is held.
Result<void> restore(const std::unique_ptr<energy::PowerLimit>& power_limit);

/// Builds the study of a scenario, of which `jobs` trials run at once, with the command's trainer
/// and data folders.
Result<std::unique_ptr<Study>> build(const Scenario& scenario, int jobs = 1);

/// Members of a study's context. The folder of its scenario, absolute: where relative names in the
/// scenario start, when the study goes on without the file.
inline constexpr const char* kScenarioFolder = "scenario_folder";
/// Where its first trials come from, when it was made by `wattle import`.
inline constexpr const char* kImported = "imported";

/// The folder of results that its trials are taken from and left in.
inline constexpr const char* kReuse = "reuse";

std::string absolute_folder(const Scenario& scenario);

/// The `context` of a result. `scenario` is the one that `study` was built from.
nlohmann::json describe_context(const Scenario& scenario, const Study& study,
                                const RunningMeter& meter, int jobs);

}  // namespace wattle::search
