// SPDX-License-Identifier: MIT
// A study's circumstances as a list for people.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// The record's context, flattened: {"machine.cores", "8"}, {"coverage", "package, dram"}; by name.
std::vector<std::pair<std::string, std::string>> environment_rows(const StudyRecord& study);

}  // namespace wattle::search
