// SPDX-License-Identifier: MIT
// How much power a processor draws when some of its threads are busy, guessed from nothing but
// their number. All coefficients are here, and all are confessed heuristics.
#pragma once

#include "energy/units.h"

namespace wattle::energy {

/// P(b) = n (idle + (full - idle) (b/n)^exponent), for b busy of n online hardware threads.
/// Grows with idle, full and b; falls as the exponent grows.
struct PowerCurve {
  double idle_watts_per_thread;
  double full_watts_per_thread;
  double exponent;  ///< 1 is linear; less is concave: the first busy thread wakes the whole package

  /// `busy` is taken into [0, online].
  Watts power(double busy, int online) const;
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

}  // namespace wattle::energy
