// SPDX-License-Identifier: MIT
// The 8x8 digits as comma-separated values, gzip or plain.
#pragma once

#include <filesystem>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// One image a line, no header: 64 pixels from 0 to 16 row by row, then the class from 0 to 9.
/// Failures: those of read_file, and kCorrupt naming the file, the line and the column.
Result<Dataset> read_digits(const std::filesystem::path& path);

}  // namespace wattle::trainer
