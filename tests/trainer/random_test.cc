// SPDX-License-Identifier: MIT
#include "trainer/random.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>

namespace wattle::trainer {
namespace {

TEST(StreamSeed, DiffersByStreamAndBySeed) {
  std::set<std::uint64_t> seeds;
  constexpr int kSeeds = 1000;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    for (const auto stream : {RandomStream::kWeights, RandomStream::kOrder, RandomStream::kDropout,
                              RandomStream::kSplit}) {
      seeds.insert(stream_seed(seed, stream));
    }
  }
  EXPECT_EQ(seeds.size(), 4U * kSeeds);
}

// The published test vector: SplitMix64 from state 0 starts so.
TEST(StreamSeed, IsSplitMix64) {
  EXPECT_EQ(stream_seed(0, RandomStream::kWeights), 0xE220A8397B1DCDAFU);
}

TEST(Shuffle, KeepsEveryValue) {
  std::vector<int> values(100);
  std::iota(values.begin(), values.end(), 0);
  std::mt19937_64 generator(1);
  shuffle(values, generator);
  EXPECT_EQ(std::set<int>(values.begin(), values.end()).size(), 100U);
}

// 6,000 shuffles of three: each of the six orders is expected 1,000 times. The chi-square statistic
// with 5 degrees of freedom exceeds 20.5 with probability 0.001; the seed is fixed.
TEST(Shuffle, MakesEveryOrderEquallyLikely) {
  std::mt19937_64 generator(2);
  std::map<std::vector<int>, int> counts;
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> values = {0, 1, 2};
    shuffle(values, generator);
    ++counts[values];
  }
  double statistic = 0.0;
  for (const auto& [order, count] : counts) {
    statistic += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  EXPECT_EQ(counts.size(), 6U);
  EXPECT_LT(statistic, 20.5);
}

}  // namespace
}  // namespace wattle::trainer
