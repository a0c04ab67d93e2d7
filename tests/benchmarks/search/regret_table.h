// SPDX-License-Identifier: MIT
// From single runs to medians and quartiles.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace wattle::search::benchmarks {

/// One row for each problem and strategy, in the order of the runs: for each checkpoint the
/// quartiles of the regret over the seeds (null: infinite), with the runs' own regrets by seed, and
/// the median CPU seconds of a run's suggestions.
std::vector<nlohmann::json> summarise_runs(const std::vector<nlohmann::json>& runs);

void print_regret_table(const std::vector<nlohmann::json>& rows);

}  // namespace wattle::search::benchmarks
