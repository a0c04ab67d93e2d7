// SPDX-License-Identifier: MIT
// How much a study may spend.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "energy/carbon.h"
#include "energy/units.h"
#include "search/trial/footprint.h"

namespace wattle::search {

/// No new trial starts once a limit is reached; those that run then are finished, so a study may
/// overshoot by them.
struct Budget {
  std::optional<int> trials;           ///< suggestions
  std::optional<Seconds> seconds;      ///< of running, interruptions left out
  std::optional<Joules> joules;        ///< everything metered: trials, overhead and idle
  std::optional<energy::Grams> grams;  ///< where `joules` is what emits so much

  /// Reads a scenario's `budget`, whose form and meaning have been validated. Of `joules` and
  /// `grams` it keeps the one that is reached first.
  static Budget from_json(const nlohmann::json& budget, const Footprint& footprint = {});
};

/// What has been spent.
struct Spent {
  int trials = 0;
  Seconds seconds;
  Joules joules;
};

/// The limit that is reached, in words ("24 trials", "20000 J spent"); nullopt while there is
/// something left.
std::optional<std::string> reached(const Budget& budget, const Spent& spent);

}  // namespace wattle::search
