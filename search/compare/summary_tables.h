// SPDX-License-Identifier: MIT
// A comparison's tables for people: of its arms, and of their pairs.
#pragma once

#include "search/compare/analysis.h"
#include "search/report/chart/figure.h"

namespace wattle::search {

ChartTable arms_table(const ComparisonFindings& findings);
ChartTable pairs_table(const ComparisonFindings& findings);

/// "bayesian / grid"
std::string pair_name(const ComparisonFindings& findings, const PairFindings& pair);
/// "0.26 (0.13 to 0.52)"; "n/a" without a value, "infinity" for what is.
std::string estimate_text(const Estimate& estimate);
/// The same of a result; "nothing found" where half of the studies or more found none.
std::string result_text(const Estimate& metric);
/// The same of joules: "12.4 kJ (9 kJ to 20 kJ)".
std::string joules_estimate_text(const Estimate& estimate);

}  // namespace wattle::search
