// SPDX-License-Identifier: MIT
// The report's figures, each with a caption and its numbers as a table.
#pragma once

#include <string>

#include "search/report/findings.h"
#include "search/report/series.h"

namespace wattle::search {

/// Best so far over trials and over joules, the trade-off with its front, the energy accounts.
std::string html_figures(const StudyRecord& study, const Findings& findings);

}  // namespace wattle::search
