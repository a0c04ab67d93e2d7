// SPDX-License-Identifier: MIT
// The ledger's split of joules held against the truth.
#pragma once

#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// A trial that ran beside others, and again alone with the same parameters and seed.
struct SplitCheck {
  int trial = 0;
  Joules shared;  ///< what the ledger gave it beside the others
  Joules alone;   ///< above 0
  double error() const { return shared / alone - 1.0; }
};

/// Of every finalist that completed and whose trial had shared, in the order of the finalists; not
/// where source or coverage of the two differ.
std::vector<SplitCheck> split_checks(const StudyRecord& study);

}  // namespace wattle::search
