// SPDX-License-Identifier: MIT
// A scenario that builds on another file.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// `document` laid over the scenario that its `extends` names (relative to `folder`), and so on:
/// objects are merged member by member, anything else replaces what was there, null removes a
/// member. The result has no `extends`. `file` is where the document comes from, empty when it was
/// never a file. Faults: a base that cannot be read or is no JSON, a cycle (its path is named); all
/// at /extends.
Validated<nlohmann::json> with_bases(const nlohmann::json& document,
                                     const std::filesystem::path& folder,
                                     const std::filesystem::path& file = {});

}  // namespace wattle::search
