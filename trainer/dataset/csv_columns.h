// SPDX-License-Identifier: MIT
// Columns of a table of examples.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "energy/text/csv.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// A table, gzip or plain. Failures: those of read_file, and kCorrupt naming the file and the first
/// line that is wrong (ragged rows, unclosed quotes, bytes that are no UTF-8). A table of more than
/// 2 GiB is kCorrupt too.
Result<CsvTable> read_csv(const std::filesystem::path& path);

/// Nothing stands in the cell: it is empty but for blanks, "NA" or "NaN" in any case, or "?".
bool is_missing(std::string_view cell);

/// "file.csv: line 7, column \"age\""
std::string place_of(const std::filesystem::path& path, const CsvTable& table, std::size_t row,
                     std::size_t column);

/// Failure: kNotFound, naming `member` ("data.target") and the columns that there are.
Result<std::size_t> find_column(const std::filesystem::path& path, const CsvTable& table,
                                const std::string& name, const std::string& member);

/// The column as classes: in numerical order when all are numbers, else in alphabetical order.
/// Failures: kCorrupt for a missing cell, for one class alone, and for more than 1,000 classes
/// (such a column is no class).
Result<Target> read_target(const std::filesystem::path& path, const CsvTable& table,
                           std::size_t column);

/// The members that name a table's targets, for messages.
inline constexpr const char* kTarget = "data.target";
inline constexpr const char* kMoreTargets = "data.targets";

/// The column `own`, which kTarget names, then `more` of kMoreTargets. Failures: those of
/// find_column and read_target.
Result<std::vector<Target>> read_targets(const std::filesystem::path& path, const CsvTable& table,
                                         const std::string& own,
                                         const std::vector<std::string>& more);

}  // namespace wattle::trainer
