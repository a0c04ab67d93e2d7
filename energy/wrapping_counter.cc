// SPDX-License-Identifier: MIT
#include "energy/wrapping_counter.h"

#include <algorithm>
#include <cmath>

namespace wattle::energy {
namespace {

Joules joules(std::uint64_t units, CounterScale scale) {
  return Joules(scale.joules_per_unit * static_cast<double>(units));
}

}  // namespace

WrappingCounter::WrappingCounter(CounterScale scale, std::uint64_t value, Seconds now)
    : scale_(scale), last_(value), read_at_(now), moved_at_(now) {}

void WrappingCounter::advance(std::uint64_t value, Seconds now) {
  const Joules most = kLargestPower * (now - read_at_);
  const Joules turn = joules(scale_.range, scale_);
  const bool fell = value < last_;
  const std::uint64_t to_wrap = fell && scale_.range > last_ ? scale_.range - last_ : 0;
  const Joules counted = joules(fell ? to_wrap + value : value - last_, scale_);
  const bool reset = fell && (to_wrap == 0 || counted > most);
  const Joules expected = reset ? joules(value, scale_) : counted;
  Joules unseen = reset ? most : Joules(0);
  if (!reset && scale_.range > 0)
    unseen = std::floor(std::max((most - expected) / turn, 0.0)) * turn;
  total_.joules += expected;
  total_.low += expected;
  total_.high += expected + unseen;
  // After a whole turn it shows the same again.
  if (value != last_ || (scale_.range > 0 && most >= turn)) moved_at_ = now;
  last_ = value;
  read_at_ = now;
}

Seconds longest_gap(CounterScale scale) {
  return 0.5 * Seconds(joules(scale.range, scale).value / kLargestPower.value);
}

}  // namespace wattle::energy
