// SPDX-License-Identifier: MIT
// Making faults.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "search/scenario/field.h"
#include "search/space/fault.h"

namespace wattle::search {

using Faults = std::vector<Fault>;

/// `value` is shown as one line of JSON, shortened when it is long.
Fault fault_at(std::string pointer, const nlohmann::json& value, std::string expected,
               std::string nearest = {});
/// A member that should be there.
Fault missing_at(std::string pointer, std::string expected);

/// "/space/width/low: 0 - expected a number above 0"; `whole` is what is said in the place of an
/// empty pointer.
std::string in_words(const Fault& fault, const std::string& whole);

/// What a field wants, with its note.
std::string expectation(const Field& field);

/// The valid name closest to what was written; empty when none is close.
std::string nearest_of(std::string_view written, const std::vector<std::string>& valid);

/// True when a fault is at `pointer` or below it.
bool has_fault_within(const Faults& faults, std::string_view pointer);
/// Adds those faults that are not at, above or below the place of one that is known: the same
/// mistake is told once.
void add_new(Faults& known, const Faults& more);

}  // namespace wattle::search
