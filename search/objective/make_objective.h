// SPDX-License-Identifier: MIT
// From a scenario's `objective` to something that can be evaluated.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "search/objective/objective.h"
#include "search/objective/trainer_library.h"

namespace wattle::search {

/// What objectives need from around them.
struct ObjectiveSurroundings {
  TrainerLocations trainer;                             ///< where to look for the trainer
  std::vector<std::filesystem::path> data_directories;  ///< where data sets are looked for
  std::shared_ptr<const RecordedRuns> recorded_runs =
      nullptr;                                ///< of `table`, as the scenario read them
  std::filesystem::path folder = {};          ///< of the scenario: where relative names start
  std::filesystem::path worker_program = {};  ///< of `"isolate": true`: a `wattle`
};

/// Builds an objective from a scenario's `objective` member, whose form has been validated. Loads
/// the trainer for `train`. kInvalidArgument for `imported`, which can run nothing.
Result<std::shared_ptr<Objective>> make_objective(const nlohmann::json& objective,
                                                  const ObjectiveSurroundings& surroundings);

}  // namespace wattle::search
