// SPDX-License-Identifier: MIT
// The frame of a page: one file, no network.
#pragma once

#include <string>

namespace wattle::search {

/// Everything before the page's first heading. `title` is escaped.
std::string html_page_head(const std::string& title);

/// Everything behind the page's last element. `note`: a line of its foot, escaped.
std::string html_page_foot(const std::string& note);

}  // namespace wattle::search
