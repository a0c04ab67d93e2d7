// SPDX-License-Identifier: MIT
// What a comparison shows, in sentences.
#pragma once

#include <string>
#include <vector>

#include "search/compare/analysis.h"

namespace wattle::search {

/// Each sentence is computed from the findings, with the numbers it rests on, and says "no
/// difference shown" where that is so. First what all arms were asked for, then the results at the
/// end of the budget, then the energy to the target, then what the searches themselves cost. One
/// sentence where the comparison was refused.
std::vector<std::string> verdicts(const ComparisonFindings& findings);

}  // namespace wattle::search
