// SPDX-License-Identifier: MIT
// The space of a scenario that replays a table: the table's configurations, and nothing else.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "search/scenario/faults.h"
#include "search/scenario/recorded_table.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// True when the document's objective is of kind `table`, whatever else is wrong.
bool replays_table(const nlohmann::json& document);

/// Reads the table of an unchecked document that `replays_table`. On success the document gets what
/// follows from it: parameters of columns that `space` does not describe (infer_parameters.h), and
/// no finalists where it does not say. nullopt when the form of the objective is at fault, which
/// checking the whole form will tell. Other faults are added.
std::optional<RecordedTable> take_table(nlohmann::json& document,
                                        const std::filesystem::path& folder, Faults& faults);

/// The space that `document`, of checked form, describes, restricted to the table's configurations.
/// Faults: a parameter that the table has no column for, configurations that are no points of the
/// space (with their lines), `points` beside the table, and those of SearchSpace::from_json.
Validated<SearchSpace> space_of_table(const nlohmann::json& document, const RecordedTable& table);

}  // namespace wattle::search
