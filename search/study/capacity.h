// SPDX-License-Identifier: MIT
// What a study may use of the machine at once.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/study/trial_environment.h"

namespace wattle::search {

/// For all trials that run side by side; an absent member is not counted.
struct Capacity {
  std::optional<int> threads = std::nullopt;
  std::optional<double> memory_mb = std::nullopt;
  std::optional<std::vector<int>> gpus =
      std::nullopt;  ///< as CUDA numbers those that this process sees
};

/// What there is here.
struct Machine {
  int processors = 1;  ///< that this process may use
  int gpus = 0;        ///< that CUDA programs started here see; 0 when nobody asked
};

/// Of this process: its affinity and, where `with_gpus`, CUDA_VISIBLE_DEVICES or else the driver.
Machine machine_here(bool with_gpus);

/// Of a valid scenario's document. `capacity` decides; where it is silent, threads are counted
/// against the machine's processors once the scenario gives `trial_threads` another value than 1,
/// and GPUs against the machine's once it has `trial_gpus`. A replay uses nothing of the machine:
/// it counts only what `capacity` says.
Capacity capacity_of(const nlohmann::json& document, const Machine& machine, bool replays);

/// Why a trial can never run within the capacity; nullopt when it can.
std::optional<std::string> too_much(const TrialEnvironment& trial, const Capacity& capacity);

/// Fails with kInvalidArgument when no trial at all can run: what it needs is written as numbers
/// that are too large.
Result<void> check_capacity(const Environment& environment, const Capacity& capacity);

}  // namespace wattle::search
