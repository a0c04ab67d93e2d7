// SPDX-License-Identifier: MIT
// Joules of a training as a function of the work it does.
#pragma once

#include <cstdint>

namespace wattle::trainer {

/// Confessed heuristics of the order of one busy core at 10 W: an update of a small network took
/// about 0.2 ms whatever its size, a multiply-accumulate about 0.04 ns. See docs for the table.
constexpr double kJoulesPerUpdate = 2e-3;
constexpr double kJoulesPerMac = 4e-10;

/// Work done so far by one training.
struct Work {
  std::int64_t updates = 0;             ///< optimiser steps
  std::int64_t examples_trained = 0;    ///< forward and backward
  std::int64_t examples_evaluated = 0;  ///< forward only
};

/// kJoulesPerUpdate * updates + kJoulesPerMac * macs * (3 trained + evaluated), where macs is of
/// one forward pass of one example and a backward pass costs about two forward ones. It is no
/// measurement: it lets a search decide by energy and still be repeatable to the last bit.
constexpr double modelled_joules(const Work& work, std::int64_t macs) {
  const auto passes = static_cast<double>(3 * work.examples_trained + work.examples_evaluated);
  return kJoulesPerUpdate * static_cast<double>(work.updates) +
         kJoulesPerMac * static_cast<double>(macs) * passes;
}

}  // namespace wattle::trainer
