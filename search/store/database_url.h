// SPDX-License-Identifier: MIT
// Where studies are kept on a server.
#pragma once

#include <string>
#include <string_view>

namespace wattle::search {

/// "postgresql://..." or "postgres://..."
bool is_postgresql_url(std::string_view url);

/// The same without a password, in its authority part or as a parameter; libpq then looks for one
/// in PGPASSWORD and ~/.pgpass.
std::string without_password(std::string_view url);

/// The same with limits on how long a connection is waited for, where it has none.
std::string with_timeouts(std::string url);

}  // namespace wattle::search
