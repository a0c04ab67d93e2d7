// SPDX-License-Identifier: MIT
// Tables of a report in Markdown and in a page.
#pragma once

#include <string>

#include "search/report/chart/figure.h"

namespace wattle::search {

/// All cells escaped.
std::string markdown_table(const ChartTable& table);
/// `label`: what the table is, for those who do not see it.
std::string html_table(const ChartTable& table, const std::string& label);

}  // namespace wattle::search
