// SPDX-License-Identifier: MIT
// What a study varied, and whether it was varied in a way that lets its parameters be compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/space/search_space.h"
#include "search/store/store.h"

namespace wattle::search {

struct Design {
  SearchSpace space;  ///< without clauses, listed rows and repeats
  /// Parameters that stand for repeats, by name: they take different values, and nothing in the
  /// scenario refers to them, so that trials which differ in them alone are the same work done
  /// again. Referring are a `$reference` anywhere, a `when`, a clause of `forbid`; and an objective
  /// that is given all parameters: a program (unless it is told `"pass": "none"`), a table, and
  /// whatever is run elsewhere. A test function is given x0, x1, ... alone.
  std::vector<std::string> repeats;
};

/// nullopt where the record has no space that can be read, or none in which anything varies.
std::optional<Design> design_of(const StudyRecord& study);

/// Why levels of a parameter must not be compared, as a clause: the strategy chose later trials by
/// the results of earlier ones, or nobody knows how they were chosen. Empty when they were chosen
/// without regard to results: by grid, random or sobol.
std::string confounding(const StudyRecord& study);

}  // namespace wattle::search
