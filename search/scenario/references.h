// SPDX-License-Identifier: MIT
// Holds every `$reference` of the objective against the parameter it names.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/form.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// What is wrong with the references of `form`: an expression that does not parse, a name that the
/// space does not have, a parameter whose values do not fit the field. A lone `$name` is checked
/// with every listed value or both ends of the range, and the fault is where that value stands in
/// the space; arithmetic is evaluated at the values of its one parameter, or with all parameters
/// at their first and then at their last value, or in the first and last row of a space that lists
/// its points. Parameters with faults of their own are left out. `space` may be null; with it,
/// forbidden combinations are not held against an expression.
Faults check_references(const Form& form, const SearchSpace* space);

}  // namespace wattle::search
