// SPDX-License-Identifier: MIT
// What of the machine a trial gets: the same for all, or by its parameters.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "energy/error.h"
#include "energy/units.h"
#include "search/space/value.h"

namespace wattle::search {

/// Of one trial.
struct TrialEnvironment {
  int threads = 1;                                      ///< to compute with
  std::optional<Watts> gpu_power_limit = std::nullopt;  ///< of each GPU; nullopt: what it was
                                                        ///< before the study
  double memory_mb = 0.0;                               ///< that it will need, as it says
  std::optional<int> gpus = std::nullopt;  ///< of its own; nullopt: it may see all of them
};

/// Of a study's trials. Each member is a number or an expression of parameters ("$threads").
struct Environment {
  nlohmann::json threads = 1;
  nlohmann::json gpu_power_limit = nullptr;  ///< in watts; null: limits are left alone
  nlohmann::json memory_mb = nullptr;        ///< null: not counted
  nlohmann::json gpus = nullptr;             ///< null: not counted

  /// Of a valid scenario's document.
  static Environment from_json(const nlohmann::json& document);
};

/// A member that refers to an inactive parameter has its default. Fails as `resolve` does, and with
/// kInvalidArgument when the threads are no integer from 1 to 1024, the GPUs none from 0 to 1024,
/// the memory is negative or the limit is not positive.
Result<TrialEnvironment> environment_of(const Environment& environment,
                                        const Parameters& parameters);

/// What every trial needs, whatever its parameters: all of it where it is written as numbers
/// (`is_fixed`).
TrialEnvironment least_of(const Environment& environment);
bool is_fixed(const Environment& environment);

}  // namespace wattle::search
