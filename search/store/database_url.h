// SPDX-License-Identifier: MIT
// Where studies are kept on a server.
#pragma once

#include <string>
#include <string_view>

namespace wattle::search {

/// "postgresql://..." or "postgres://..."
bool is_postgresql_url(std::string_view url);

/// The same, with "***" in place of the password of its authority part and of a `password`
/// parameter.
std::string without_password(std::string_view url);

}  // namespace wattle::search
