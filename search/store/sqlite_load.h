// SPDX-License-Identifier: MIT
// A study's record from the tables of its SQLite file.
#pragma once

#include <soci/soci.h>

#include <string>

#include "search/store/store.h"

namespace wattle::search {

/// `path` is for messages. kNotFound when the tables are empty, kCorrupt when a trial is missing;
/// throws what SOCI and nlohmann throw.
Result<StudyRecord> load_record(soci::session& session, const std::string& path);

}  // namespace wattle::search
