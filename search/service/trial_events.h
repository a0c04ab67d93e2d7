// SPDX-License-Identifier: MIT
// What a watcher is told of a trial, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "search/study/observer.h"

namespace wattle::search {

/// {"trial", "attempt", "worker", "parameters"}
nlohmann::json started_event(const Trial& trial);
/// {"trial", "step", "metrics", "joules", "seconds"}
nlohmann::json step_event(const Trial& trial, const Step& step);
/// {"trial", "state", "reason", "metrics", "joules", "seconds", "best", "ended", "begun"}
nlohmann::json ended_event(const Trial& trial, const Progress& progress);

}  // namespace wattle::search
