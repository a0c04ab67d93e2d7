// SPDX-License-Identifier: MIT
#include "search/space/rng.h"

#include <gtest/gtest.h>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace wattle::search {
namespace {

constexpr int kDraws = 1000;

TEST(Rng, IsTheMersenneTwisterOfTheStandard) {
  Rng rng(5489);  // the standard's default seed
  std::uint64_t last = 0;
  for (int i = 0; i < 10000; ++i) last = rng.bits();
  EXPECT_EQ(last, 9981545732273789042U) << "[rand.predef]";
}

TEST(Rng, DrawsWhatBoostDraws) {
  Rng rng(7);
  boost::random::mt19937_64 engine(7);
  for (int i = 0; i < kDraws; ++i) {
    EXPECT_EQ(rng.uniform(), boost::random::uniform_01<double>()(engine));
    EXPECT_EQ(rng.uniform_int(-3, 100),
              boost::random::uniform_int_distribution<std::int64_t>(-3, 100)(engine));
    EXPECT_EQ(rng.normal(), boost::random::normal_distribution<double>()(engine));
  }
}

TEST(Rng, StreamsOfASeedDiffer) {
  EXPECT_NE(Rng(1, 0).bits(), Rng(1, 1).bits());
  EXPECT_EQ(Rng(1, 2).bits(), Rng(1, 2).bits());
}

}  // namespace
}  // namespace wattle::search
