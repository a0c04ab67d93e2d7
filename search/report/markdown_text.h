// SPDX-License-Identifier: MIT
// Text made safe for Markdown.
#pragma once

#include <string>

namespace wattle::search {

/// Keeps text from being read as markup, on one line. An underscore inside a word is none, and
/// stays readable.
std::string markdown_escape(const std::string& text);

}  // namespace wattle::search
