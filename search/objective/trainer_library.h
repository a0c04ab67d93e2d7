// SPDX-License-Identifier: MIT
// Loads the trainer's shared object, and with it libtorch, when somebody first needs to train.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "energy/error.h"
#include "trainer/trainer.h"

namespace wattle::search {

/// Where the shared object may be, in the order they are tried.
struct TrainerLocations {
  std::vector<std::filesystem::path> files;
};

/// Opens the trainer. kUnavailable, with every file tried and the loader's word, when none can be
/// loaded. The shared object stays loaded until the process ends: libtorch does not survive being
/// unloaded.
Result<std::shared_ptr<trainer::Trainer>> load_trainer(const TrainerLocations& locations,
                                                       const trainer::TrainerOptions& options);

}  // namespace wattle::search
