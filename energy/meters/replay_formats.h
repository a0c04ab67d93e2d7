// SPDX-License-Identifier: MIT
// The formats of recordings, each read by a function of its own.
#pragma once

#include <string_view>

#include "energy/meters/replay_file.h"

namespace wattle::energy {

/// A table with "seconds" and "joules" or "watts", or a log of nvidia-smi.
Result<Recording> parse_table_recording(std::string_view text);

/// A log of powermetrics.
Result<Recording> parse_powermetrics(std::string_view text);

}  // namespace wattle::energy
