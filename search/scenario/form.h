// SPDX-License-Identifier: MIT
// Holds a document against the table of fields: types, ranges, choices, names of members.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/scenario/faults.h"
#include "search/scenario/field.h"

namespace wattle::search {

/// A place where an expression stands instead of a value.
struct ReferenceUse {
  std::string pointer;
  std::string text;
  Field field;           ///< what the value must be
  bool in_list = false;  ///< an element cannot be left out when the parameter is not active
};

struct Form {
  /// The value with defaults written out, shorthands expanded and whole numbers in integer fields
  /// as integers. What is faulty stands in it as it was written; unknown members are dropped.
  nlohmann::json document;
  Faults faults;
  std::vector<ReferenceUse> references;
};

/// Checks `value`, which stands at `pointer`, and everything in it. Recursion is as deep as the
/// table.
Form check_form(const nlohmann::json& value, const Field& field, const std::string& pointer = {});

}  // namespace wattle::search
