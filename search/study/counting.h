// SPDX-License-Identifier: MIT
// By what a study's joules were counted, as its context says.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace wattle::search {

/// Empty where the context does not say.
std::string meter_name(const nlohmann::json& context);

/// Meter, coverage and processor: joules that are counted by equal ones can be compared.
nlohmann::json counted_by(const nlohmann::json& context);

}  // namespace wattle::search
