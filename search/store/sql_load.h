// SPDX-License-Identifier: MIT
// Studies and trials from the tables of a database.
#pragma once

#include <optional>
#include <vector>

#include "search/store/sql_connection.h"
#include "search/store/store.h"

namespace wattle::search {

/// Within a transaction. kNotFound when there is no such study, kCorrupt when a trial is missing;
/// throws what SOCI and nlohmann throw.
Result<StudyRecord> load_record(SqlConnection& connection, int study);

/// What changed after a revision by other sessions than the given one, with steps, by number.
/// Throws likewise.
std::vector<Trial> load_changed_trials(SqlConnection& connection, int study, long long revision,
                                       int session);

}  // namespace wattle::search
