// SPDX-License-Identifier: MIT
// What levels show, in sentences and tables.
#pragma once

#include <string>
#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/factors.h"

namespace wattle::search {

/// "width with optimizer", of an analysis of variance's "width:optimizer".
std::string effect_name(const std::string& term);

/// One paragraph on which parameters make a difference to each quantity, one on each analysis of
/// variance, and what was left out.
std::vector<std::string> factors_text(const StudyFactors& factors);

/// A table under its heading.
struct TitledTable {
  std::string title;
  ChartTable table;
};

/// Levels, tests of each parameter, the analyses of variance, joules' correlations; those that have
/// rows.
std::vector<TitledTable> factor_tables(const StudyFactors& factors);

}  // namespace wattle::search
