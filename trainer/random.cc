// SPDX-License-Identifier: MIT
#include "trainer/random.h"

namespace wattle::trainer {

std::uint64_t stream_seed(std::uint64_t seed, RandomStream stream) {
  std::uint64_t z = seed + static_cast<std::uint64_t>(stream) * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace wattle::trainer
