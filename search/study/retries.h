// SPDX-License-Identifier: MIT
// Which failures of a trial may pass, and how often it is tried.
#pragma once

#include <nlohmann/json.hpp>

#include "energy/error.h"

namespace wattle::search {

/// Attempts of one run of a study; those that ended with their process are not counted here.
struct Retries {
  int attempts = 1;         ///< at most, the first one included
  bool when_died = true;    ///< what worked on the trial died, or memory ran out (kIo)
  bool when_error = false;  ///< a program's own failure, or an exception (kInternal)

  /// Of a valid scenario's `retries`.
  static Retries from_json(const nlohmann::json& retries);
  /// Whether another attempt may follow the `attempt`-th one, which failed by `error`.
  bool allow(int attempt, const Error& error) const;
};

}  // namespace wattle::search
