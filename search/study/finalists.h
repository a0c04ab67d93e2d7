// SPDX-License-Identifier: MIT
// The best trials, measured again alone: joules that were shared with no neighbour.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "search/study/study.h"

namespace wattle::search {

/// Complete trials, best first, as many as there are finalists, without those already measured
/// again.
std::vector<Trial> finalists_to_run(const Study& study, const History& trials,
                                    const std::vector<Finalist>& done);

/// Runs the finalists one after another on an otherwise idle machine. One whose trial left no files
/// below `artifact_directory`, because it was run on another machine or not at all, leaves its own
/// there. False when it was cancelled before all were measured.
Result<bool> measure_finalists(Study& study, Surroundings surroundings,
                               const std::filesystem::path& artifact_directory,
                               const std::vector<Trial>& finalists,
                               const std::function<bool()>& cancelled);

}  // namespace wattle::search
