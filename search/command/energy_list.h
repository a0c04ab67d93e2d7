// SPDX-License-Identifier: MIT
// `wattle energy list`: the meters, which of them work here, and what would help the others.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "energy/detect.h"

namespace wattle::search {

/// `taken`: the name of the meter that `auto` takes; empty when none works.
void print_meters(const std::vector<energy::MeterStatus>& meters, const std::string& taken,
                  std::ostream& out);
/// [{"name", "what", "works", "covers", "source", "resolution_seconds", "idle_watts",
/// "explanation"} or {"name", "what", "works": false, "reason", "hint"}, ...]
nlohmann::json meters_json(const std::vector<energy::MeterStatus>& meters);

/// Tries all and prints them. Returns the exit code: kError when none works.
int list_energy_meters(bool as_json);

}  // namespace wattle::search
