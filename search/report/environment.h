// SPDX-License-Identifier: MIT
// A study's circumstances as a list for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace wattle::search {

/// A record's context, flattened: {"machine.cores", "8"}, {"coverage", "package, dram"}; by name.
std::vector<std::pair<std::string, std::string>> environment_rows(const nlohmann::json& context);

/// Them as a table, and the scenario below it, to be unfolded.
std::string environment_html(const nlohmann::json& context, const nlohmann::json& scenario);

}  // namespace wattle::search
