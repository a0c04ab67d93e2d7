// SPDX-License-Identifier: MIT
// What a result needs to be understood later: machine, versions, meter.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/meter.h"

namespace wattle::search {

/// {"processor", "processors", "memory_bytes", "system", "kernel", "architecture"}
nlohmann::json describe_machine();

/// {"wattle", "compiler", "eigen", "boost", "tbb", "nlopt", "json"}
nlohmann::json describe_versions();

/// {"name", "source", "resolution_seconds", "explanation", "idle_watts", "passed_over"}
nlohmann::json describe_meter(const energy::MeterInfo& info, Watts idle,
                              const std::vector<std::string>& passed_over);

}  // namespace wattle::search
