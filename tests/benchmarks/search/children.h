// SPDX-License-Identifier: MIT
// Work in processes of its own: a measurement then has its own peak memory, and several can run at
// once.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

namespace wattle::search::benchmarks {

using Task = std::function<nlohmann::json()>;

/// Runs each task in a forked process, at most `processes` at once, and returns their results in
/// the order of the tasks. `ended` hears of each result as it comes. Throws std::runtime_error when
/// a task throws (with its text) or its process dies. Requires: no other thread runs.
std::vector<nlohmann::json> run_in_children(
    const std::vector<Task>& tasks, int processes,
    const std::function<void(const nlohmann::json&)>& ended);

}  // namespace wattle::search::benchmarks
