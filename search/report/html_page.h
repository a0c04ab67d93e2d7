// SPDX-License-Identifier: MIT
// The frame of a page: one file, no network.
#pragma once

#include <string>
#include <string_view>

namespace wattle::search {

/// Everything before the page's first heading. `title` is escaped.
std::string html_page_head(const std::string& title);

/// Everything behind the page's last element. `note`: a line of its foot, escaped. `script`: a
/// program of the page, as it stands; may be empty.
std::string html_page_foot(const std::string& note, std::string_view script = {});

}  // namespace wattle::search
