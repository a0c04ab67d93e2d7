// SPDX-License-Identifier: MIT
// Where the command looks for data sets and for the trainer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/system.h"
#include "search/objective/trainer_library.h"

namespace wattle::search {

/// Where `wattle data fetch` puts data sets: the first folder of $WATTLE_DATA, else
/// $XDG_CACHE_HOME/wattle/data, else ~/.cache/wattle/data; empty when the environment names none.
std::filesystem::path data_cache();

/// In this order: $WATTLE_DATA (several with colons), `data` beside the scenario, the folder
/// `../share/wattle/data` from the running program, data_cache(), and the system's
/// /usr/share/datasets.
std::vector<std::filesystem::path> data_directories(const std::filesystem::path& scenario_file);

/// This machine, as meters see it: the command that $WATTLE_METER_COMMAND names for the meter
/// `command`, and the coefficients that `wattle energy calibrate` has fitted, in
/// $XDG_CONFIG_HOME/wattle or ~/.config/wattle.
energy::System system_here();

/// A meter's name: `name`, or what $WATTLE_METER says in the place of "auto".
std::string meter_here(const std::string& name);

/// $WATTLE_TRAINER when set, else beside the running program: `../lib`, `../lib/wattle`, `.`.
TrainerLocations trainer_locations();

}  // namespace wattle::search
