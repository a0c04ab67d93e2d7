// SPDX-License-Identifier: MIT
// Scenarios that come over the network.
#pragma once

#include <filesystem>
#include <vector>

#include "search/scenario/scenario.h"
#include "search/store/store.h"

namespace wattle::search {

/// What in a scenario from elsewhere would read files of a machine that it has no business with, or
/// run programs there; see `new_scenario`. For the server and, since it need not trust the server,
/// the worker.
std::vector<Fault> reaches_out(const nlohmann::json& document);

/// A scenario for a study whose trials run elsewhere: as for `wattle tune` where it has an
/// `objective`, else as for ask and tell with a `budget`. It must have a `name`, and what would let
/// whoever sends it read this machine's files or run its programs is refused: `extends`,
/// `warm_start`, an objective `command`, `table` or `imported`, a meter `command`, and file names
/// that are absolute or have "..". No file is opened.
Validated<Scenario> new_scenario(const nlohmann::json& document);

/// The scenario of a study that is kept. kInvalidArgument when it is not valid any more.
Result<Scenario> kept_scenario(const StudyRecord& record, const std::filesystem::path& folder);

}  // namespace wattle::search
