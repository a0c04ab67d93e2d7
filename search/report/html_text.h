// SPDX-License-Identifier: MIT
// Text made safe for a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wattle::search {

/// For element content and double-quoted attributes: & < > " ' become entities; control characters
/// other than tab and line breaks, which HTML forbids, become U+FFFD.
std::string html_escape(std::string_view text);

/// An element of each, escaped, on a line of its own.
std::string html_paragraphs(const std::vector<std::string>& texts);

}  // namespace wattle::search
