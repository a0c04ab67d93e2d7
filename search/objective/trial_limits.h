// SPDX-License-Identifier: MIT
// How much one trial may use, and what those have in common who watch over one in another process.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "energy/units.h"

namespace wattle::search {

/// Bounds of one trial. The study ends one at its seconds and joules, whatever it runs; memory is
/// watched by whoever runs it in a process.
struct TrialLimits {
  std::optional<Seconds> seconds;
  std::optional<Joules> joules;
  std::optional<std::uint64_t> memory_bytes;

  /// Of a valid scenario's `objective`.
  static TrialLimits from_json(const nlohmann::json& objective);
  /// Which one is reached, in words; nullopt while there is something left.
  std::optional<std::string> reached(Seconds seconds, Joules joules) const;
};

/// How often the study's wishes are looked at; they come without a signal of their own.
inline constexpr int kPollMilliseconds = 50;
/// How often memory and joules are looked at, which costs some reads of files a process.
inline constexpr Seconds kWatchPeriod{0.1};

/// Millions of bytes, in bytes.
std::uint64_t megabytes(double count);
/// For people: 0.25, 1.5e+09.
std::string short_number(double value);
/// "took 8123 MB of memory; its limit is 8000 MB"
std::string too_much_memory(std::uint64_t used, std::uint64_t limit);

}  // namespace wattle::search
