// SPDX-License-Identifier: MIT
// From the file of an objective of kind `table` to the runs that it records.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "search/scenario/faults.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {

/// A table that was read. Configurations stand in the order of their first rows.
struct RecordedTable {
  RecordingInfo info;
  std::vector<RecordedConfiguration> configurations;
  std::vector<std::size_t> lines;  ///< of each configuration's first row

  /// The configurations as a scenario's `points`.
  nlohmann::json points() const;
};

/// Reads the file that `objective`, of checked form, names; a relative name starts at `folder`.
/// Without `step` each row is a run. With it the rows of a run are a curve, whose joules and
/// seconds are cumulative. Without `run` the k-th row of a step belongs to the k-th run of its
/// configuration, which needs every step of it equally often. Faults: of the file, its columns
/// (find_columns), its cells (read_rows); a run with two rows of a step, or, without steps, of two
/// rows; joules and seconds that fall; steps that are not equally often. 28,000 rows of 16 columns
/// take about a tenth of a second.
Validated<RecordedTable> read_recorded_table(const nlohmann::json& objective,
                                             const std::filesystem::path& folder);

}  // namespace wattle::search
