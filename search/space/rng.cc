// SPDX-License-Identifier: MIT
#include "search/space/rng.h"

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace wattle::search {

double Rng::uniform() { return boost::random::uniform_01<double>()(engine_); }

std::int64_t Rng::uniform_int(std::int64_t low, std::int64_t high) {
  return boost::random::uniform_int_distribution<std::int64_t>(low, high)(engine_);
}

double Rng::normal() { return boost::random::normal_distribution<double>()(engine_); }

}  // namespace wattle::search
