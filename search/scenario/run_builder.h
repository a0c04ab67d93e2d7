// SPDX-License-Identifier: MIT
// From the rows of one configuration to its runs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/scenario/table_columns.h"
#include "search/scenario/table_rows.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {

/// What the joules and seconds of a curve's row are, see objective.amounts.
enum class Amounts { kCumulative, kPerStep, kRunningMaximum };

/// Puts rows together. `columns` and `faults` must outlive it.
class RunBuilder {
 public:
  /// `file` is for people.
  RunBuilder(const TableColumns& columns, Amounts amounts, std::string file, CellFaults& faults)
      : columns_(columns), amounts_(amounts), file_(std::move(file)), faults_(faults) {}

  /// The runs of one configuration, whose rows are in the order of the file. Faults: a run with two
  /// rows of a step, or, without steps, of two rows; joules and seconds that fall although they are
  /// cumulative; without a column `run`, steps that are not equally often. O(n log n).
  std::vector<RecordedRun> build(const std::vector<const TableRow*>& rows);

 private:
  const TableColumns& columns_;
  Amounts amounts_;
  std::string file_;
  CellFaults& faults_;
};

}  // namespace wattle::search
