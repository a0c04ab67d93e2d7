// SPDX-License-Identifier: MIT
// Random numbers that are the same on every platform and belong to their caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace wattle::trainer {

/// What a stream of random numbers is for. Each purpose has its own, so that a change in one (say,
/// another batch size) leaves the others (say, the initial weights) as they were.
enum class RandomStream : std::uint64_t {
  kWeights = 1,
  kOrder = 2,
  kDropout = 3,
  kSplit = 4,
  kAugmentation = 5
};

/// Seed of a stream: the finaliser of SplitMix64 [Steele2014] over seed + stream * golden ratio.
std::uint64_t stream_seed(std::uint64_t seed, RandomStream stream);

/// Fisher-Yates with rejection, so every order is equally likely. std::shuffle is not used because
/// its result depends on the standard library. Cost O(n).
template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& generator) {
  for (std::size_t left = values.size(); left > 1; --left) {
    const std::uint64_t unbiased = UINT64_MAX - UINT64_MAX % left;
    std::uint64_t draw = generator();
    while (draw >= unbiased) {
      draw = generator();
    }
    std::swap(values[left - 1], values[draw % left]);
  }
}

}  // namespace wattle::trainer
