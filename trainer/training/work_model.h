// SPDX-License-Identifier: MIT
// Joules of a training as a function of the work it does.
#pragma once

#include <cstdint>

namespace wattle::trainer {

/// Confessed heuristics: seconds on one busy core times 10 W. An update of a small network took
/// 0.08 ms (sgd) to 0.13 ms (adam) whatever its size; a multiply-accumulate took 0.011 ns in wide
/// linear layers and 0.047 ns in a small convolutional network, its activations included.
constexpr double kJoulesPerUpdate = 1e-3;
constexpr double kJoulesPerMac = 3e-10;

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
