// SPDX-License-Identifier: MIT
// How much power a processor draws when some of its threads are busy, guessed from nothing but
// their number. All coefficients are here, and all are confessed heuristics.
#pragma once

#include <optional>

#include "energy/units.h"

namespace wattle::energy {

/// P(b) = n (idle + (full - idle) min(r (b/n)^exponent, 1)), for b busy of n online hardware
/// threads. Grows with idle, full, b and r; falls as the exponent grows. r is 1 where no hardware
/// counter says what kind of work it is; the minimum is the package's own limit of power.
struct PowerCurve {
  double idle_watts_per_thread;
  double full_watts_per_thread;
  double exponent;  ///< 1 is linear; less is concave: the first busy thread wakes the whole package

  /// `busy` is taken into [0, online].
  Watts power(double busy, int online, double correction = 1.0) const;
};

/// The most likely curve between two that bound it at every load.
struct PowerModel {
  const char* family;  ///< processors it is for
  PowerCurve low;
  PowerCurve expected;
  PowerCurve high;
};

/// For any processor that nothing better is known of.
///
/// Full load, watts per hardware thread, from published thermal design powers: many-core servers
/// 1.8 to 3.7 (225 W over 128 threads, 205 W over 56), laptops 1.3 to 3.5, desktops 5 to 8 (253 W
/// over 32). Low 1.3 and high 8.7 cover these, expected 3.3 is about their geometric mean.
/// Idle: 0.2 (laptops) to 1.6 (old servers), expected 0.6, the geometric mean.
/// Exponent: a measured server at 19 % load drew 38 W of its 47 W with 10 W idle, so
/// (28/37) = 0.19^k gives k = 1/6, the high bound; linear is the low bound; expected 0.4 is about
/// their geometric mean. Published errors of such estimates run from -62 % to +66 %, so the
/// truth may be 1/1.66 to 1/0.38 of the expected value; [low, high] is wider at every load.
inline constexpr PowerModel kGenericPowerModel{
    .family = "generic",
    .low = {.idle_watts_per_thread = 0.2, .full_watts_per_thread = 1.3, .exponent = 1.0},
    .expected = {.idle_watts_per_thread = 0.6, .full_watts_per_thread = 3.3, .exponent = 0.4},
    .high = {.idle_watts_per_thread = 1.6, .full_watts_per_thread = 8.7, .exponent = 1.0 / 6.0},
};

/// What hardware counters counted in an interval.
struct CounterDelta {
  double cycles = 0.0;
  double instructions = 0.0;
  double misses = 0.0;  ///< of the last level of cache, 64 bytes of memory traffic each
};

inline constexpr double kCacheLineBytes = 64.0;

/// r of `PowerCurve`: f (0.75 + 0.25 i), in [0.5, 1.5], with f = cycles / (busy x base_hertz) the
/// frequency relative to the one for which the maker states its power (1 when not known), and
/// i = instructions / cycles. 1 when no cycle was counted.
/// The form is that of event models, power linear in cycles and instructions [Bellosa2000]; the
/// weight and the limits are heuristics: a core that waits for memory draws less than one that
/// retires four instructions a cycle, yet most of its power goes with the clock. Calibration
/// replaces the curve around r, not r.
double activity_correction(const CounterDelta& counted, Seconds busy,
                           std::optional<double> base_hertz);

/// Power of the memory: M watts_per_gigabyte, with M its size in 10^9 bytes, and joules_per_byte
/// for the traffic.
struct MemoryCurve {
  double watts_per_gigabyte;
  double joules_per_byte;
};

struct MemoryModel {
  MemoryCurve low;
  MemoryCurve expected;
  MemoryCurve high;
};

/// Where traffic cannot be counted: 0.375 W a GB is a memory maker's rule for ordinary use, traffic
/// included [CCF2026]. Low: a quarter, the powered-down state; high: twice, small modules at full
/// traffic. Both are heuristics.
inline constexpr MemoryModel kMemoryBySize{
    .low = {.watts_per_gigabyte = 0.09, .joules_per_byte = 0.0},
    .expected = {.watts_per_gigabyte = 0.375, .joules_per_byte = 0.0},
    .high = {.watts_per_gigabyte = 0.75, .joules_per_byte = 0.0},
};

/// Where it is counted: half of the above for standing by (a heuristic), and for traffic 1.3 to
/// 2.6 nJ for 8 bytes [Horowitz2014], whose geometric mean is 0.23 nJ a byte. High: 70 pJ a bit of
/// DDR3 [Malladi2012], which also allows for write-backs and prefetches that are no misses. Low:
/// half of the expected, for newer memory. The interval is narrower than without counters because
/// the traffic, from none to all of the bus, is no longer part of what is not known.
inline constexpr MemoryModel kMemoryByTraffic{
    .low = {.watts_per_gigabyte = 0.09, .joules_per_byte = 0.115e-9},
    .expected = {.watts_per_gigabyte = 0.19, .joules_per_byte = 0.23e-9},
    .high = {.watts_per_gigabyte = 0.375, .joules_per_byte = 0.56e-9},
};

}  // namespace wattle::energy
