// SPDX-License-Identifier: MIT
// From older versions of the tables to this one. All throw what SOCI throws.
#pragma once

#include <soci/soci.h>

#include <string>

namespace wattle::search {

/// All of this version, empty.
void create_tables(soci::session& session);
/// Makes tables of an older version, 1 or 2, those of this version, within a transaction.
void migrate(soci::session& session, int version);
/// Creates this version's tables, and fills them from a file of version 1, which stays as it is.
void copy_from_1(soci::session& session, const std::string& path);

}  // namespace wattle::search
