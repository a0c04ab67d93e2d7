// SPDX-License-Identifier: MIT
// Text made safe for a page.
#pragma once

#include <string>
#include <string_view>

namespace wattle::search {

/// For element content and double-quoted attributes: & < > " ' become entities; control characters
/// other than tab and line breaks, which HTML forbids, become U+FFFD.
std::string html_escape(std::string_view text);

}  // namespace wattle::search
