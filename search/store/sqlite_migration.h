// SPDX-License-Identifier: MIT
// From older versions of the tables to this one. All throw what SOCI throws.
#pragma once

#include <soci/soci.h>

#include <string>

namespace wattle::search {

/// All of this version, empty.
void create_tables(soci::session& session);
/// Makes tables of version 1 those of this version, within a transaction.
void migrate_from_1(soci::session& session);
/// Creates this version's tables, and fills them from a file of version 1, which stays as it is.
void copy_from_1(soci::session& session, const std::string& path);

}  // namespace wattle::search
