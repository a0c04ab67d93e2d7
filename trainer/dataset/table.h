// SPDX-License-Identifier: MIT
// Rows of comma-separated values as examples.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/examples.h"
#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// A column whose cells are all numbers is one feature. A column without numbers, or one that
/// `categorical` names, is one feature for each of its values, 1 where the value stands and 0
/// elsewhere, in alphabetical order and named "colour=red"; the values are those of the whole file.
/// Columns without a name are left out, as are `ignore` and the targets: source.target and
/// `more_targets`. A missing cell (is_missing) is NaN in all its features.
///
/// Failures: those of read_csv, find_column and read_target; kCorrupt, naming line and column: a
/// missing cell unless source.impute, a column that has numbers and other text, one with more than
/// 1,000 different texts or with nothing but missing cells, no feature.
Result<Examples> read_table(const std::filesystem::path& path, const CsvSource& source,
                            const std::vector<std::string>& more_targets);

}  // namespace wattle::trainer
