// SPDX-License-Identifier: MIT
// What those have in common who watch over a trial in another process: programs and workers.
#pragma once

#include <cstdint>
#include <string>

#include "energy/units.h"

namespace wattle::search {

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
