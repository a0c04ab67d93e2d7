// SPDX-License-Identifier: MIT
// What mattered, as sections of the reports.
#pragma once

#include <string>

#include "search/report/analysis.h"

namespace wattle::search {

/// "What mattered" and "What levels of parameters show"; empty where nothing is known of the space.
std::string mattered_markdown(const StudyAnalysis& analysis);

/// The same for a page without charts.
std::string importance_html(const StudyImportance& importance);
/// "What levels of parameters show", for any page; empty where levels are not compared.
std::string factors_html(const StudyFactors& factors);

}  // namespace wattle::search
