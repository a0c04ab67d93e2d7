// SPDX-License-Identifier: MIT
// From a scenario's `space` and `forbid` to parameters and clauses, gathering every fault on the
// way.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/space/condition.h"
#include "search/space/fault.h"
#include "search/space/parameter.h"

namespace wattle::search {

/// The parts of a space before they are ordered. Where there are faults, the parts that have them
/// are incomplete or left out.
struct SpaceDraft {
  std::vector<Parameter> parameters;  ///< by name
  std::vector<Condition> forbid;
  std::vector<Fault> faults;
};

/// Reads both members; pointers start with "/space" and "/forbid". `forbid` may be null.
SpaceDraft read_space(const nlohmann::json& space, const nlohmann::json& forbid);

}  // namespace wattle::search
