// SPDX-License-Identifier: MIT
// The dashboard's files, built in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wattle::search {

struct DashboardFile {
  std::string content_type;
  std::string text;
};

/// The page that `GET /` answers. It asks for the other files by their names.
DashboardFile dashboard_page();
/// "main.js", "style.css"; nullopt when there is none of that name. "charts.js" holds the report's
/// program of charts (page_script.h), where it was built in: 1.1 MB, copied at each call.
std::optional<DashboardFile> dashboard_file(std::string_view name);

}  // namespace wattle::search
