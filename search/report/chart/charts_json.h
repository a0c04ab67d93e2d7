// SPDX-License-Identifier: MIT
// The report's charts as data, for a page that draws them anew when there are more trials.
#pragma once

#include <nlohmann/json.hpp>

#include "search/store/store.h"

namespace wattle::search {

/// {"sections": [{"heading", "note", "figures"}], "parameters"}: sections that have figures, and
/// the parameters of the trials that figures tell of. Texts are plain, not markup. Cost: of
/// find_out and importance_of.
nlohmann::json charts_json(const StudyRecord& study);

}  // namespace wattle::search
