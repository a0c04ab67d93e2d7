// SPDX-License-Identifier: MIT
// Random numbers that are the same on every machine and compiler (Boost.Random's distributions are;
// the standard library's are not).
#pragma once

#include <cstdint>
#include <random>

namespace wattle::search {

/// A 64-bit hash of two numbers (the finaliser of SplitMix64 [Steele2014]): independent streams
/// from (study seed, trial number).
constexpr std::uint64_t mix_seed(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL * (stream + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// One stream of random numbers. Not thread-safe; every user owns its own.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : engine_(seed) {}
  Rng(std::uint64_t seed, std::uint64_t stream) : Rng(mix_seed(seed, stream)) {}

  double uniform();  ///< [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Both ends included; requires low <= high.
  std::int64_t uniform_int(std::int64_t low, std::int64_t high);
  double normal();  ///< mean 0, standard deviation 1
  std::uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wattle::search
