// SPDX-License-Identifier: MIT
// Which results a suggestion may see.
#pragma once

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

namespace wattle::search {

/// `async`: whatever has ended by then; fastest, and depends on timing.
/// `fixed_lag`: the suggestion for trial k sees the results of trials 0 .. k - lag and all later
/// ones as running, whatever has ended by then, so that the same seed gives the same trials with
/// any number of workers. At most `lag` trials can run at once.
struct Schedule {
  enum class Kind { kAsync, kFixedLag };
  Kind kind = Kind::kAsync;
  int lag = 4;  ///< kFixedLag only; at least 1, which is one trial after another

  /// Reads a scenario's `schedule` in its object form, which has been validated.
  static Schedule from_json(const nlohmann::json& schedule) {
    Schedule result;
    if (schedule.at("kind") == "fixed_lag") result.kind = Kind::kFixedLag;
    result.lag = schedule.value("lag", result.lag);
    return result;
  }

  bool fixed() const { return kind == Kind::kFixedLag; }
  /// May a decision about trial `k` look at the result of trial `number`?
  bool shows(int number, int k) const { return !fixed() || number <= k - lag; }
  /// How many of `trials` trials, from the first on, it shows to trial `k`.
  std::size_t shown(int k, std::size_t trials) const {
    if (!fixed()) return trials;
    return std::min(trials, static_cast<std::size_t>(std::max(0, k - lag + 1)));
  }
};

}  // namespace wattle::search
