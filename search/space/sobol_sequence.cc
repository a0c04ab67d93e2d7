// SPDX-License-Identifier: MIT
#include "search/space/sobol_sequence.h"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <cmath>

#include "search/space/rng.h"

namespace wattle::search {

using Eigen::Index;
using Table = boost::random::default_sobol_table;

namespace {

constexpr int kBits = SobolDirections::kBits;
/// Binary digits of a double on [0, 1) at even distances.
constexpr int kDoubleBits = 53;

/// Digits after the first `count` are cleared; a one marks where they ended, so that no two
/// prefixes of different lengths are the same number.
constexpr std::uint64_t prefix(std::uint32_t bits, int count) {
  return ((std::uint64_t{1} << kBits) | bits) >> (kBits - count);
}

/// Levels of a binary tree whose 63 nodes take one hash's bits.
constexpr int kLevels = 6;

std::uint32_t scrambled(std::uint32_t bits, std::uint64_t seed) {
  std::uint32_t turned = 0;
  for (int first = 0; first < kBits; first += kLevels) {
    const std::uint64_t turns = mix_seed(seed, prefix(bits, first));
    for (int level = 0; level < std::min(kLevels, kBits - first); ++level) {
      // The node of the digits since `first`: 1, 2 or 3, 4 to 7, ...
      const std::uint64_t below = (std::uint64_t{1} << level) - 1;
      const std::uint64_t node =
          (below + 1) | (std::uint64_t{bits} >> (kBits - first - level) & below);
      turned |= static_cast<std::uint32_t>(turns >> node & 1U) << (kBits - 1 - first - level);
    }
  }
  return bits ^ turned;
}

}  // namespace

const Index SobolDirections::kMostDimensions = Table::max_dimension;

SobolDirections::SobolDirections(Index dimension) {
  // m_j by the recurrence of the primitive polynomial; the first dimension has m_j = 1.
  std::array<std::uint64_t, kBits> m{};
  if (dimension == 0) {
    m.fill(1);
  } else {
    const auto row = static_cast<std::size_t>(dimension - 1);
    const unsigned polynomial = Table::polynomial(row);
    const int degree = static_cast<int>(std::bit_width(polynomial)) - 1;
    for (int j = 0; j < std::min(degree, kBits); ++j) {
      m[static_cast<std::size_t>(j)] = Table::minit(row, static_cast<std::size_t>(j));
    }
    for (int j = degree; j < kBits; ++j) {
      std::uint64_t next = m[static_cast<std::size_t>(j - degree)];
      for (int k = 0; k < degree; ++k) {
        const int back = degree - k;
        if ((polynomial >> k & 1U) != 0) next ^= m[static_cast<std::size_t>(j - back)] << back;
      }
      m[static_cast<std::size_t>(j)] = next;
    }
  }
  for (int j = 0; j < kBits; ++j) {
    const auto at = static_cast<std::size_t>(j);
    numbers_[at] = static_cast<std::uint32_t>(m[at] << (kBits - 1 - j));
  }
}

std::uint32_t SobolDirections::bits(std::uint32_t index) const {
  std::uint32_t result = 0;
  for (std::uint32_t gray = index ^ (index >> 1); gray != 0; gray &= gray - 1) {
    result ^= numbers_[static_cast<std::size_t>(std::countr_zero(gray))];
  }
  return result;
}

SobolSequence::SobolSequence(Index dimension, std::uint64_t seed)
    : dimension_(dimension), seed_(seed) {
  const Index tabled = std::min(dimension, SobolDirections::kMostDimensions);
  directions_.reserve(static_cast<std::size_t>(tabled));
  for (Index k = 0; k < tabled; ++k) directions_.emplace_back(k);
}

Eigen::VectorXd SobolSequence::point(std::uint32_t index) const {
  Eigen::VectorXd result(dimension_);
  for (Index k = 0; k < dimension_; ++k) {
    const auto at = static_cast<std::size_t>(k);
    const std::uint64_t seed = mix_seed(seed_, static_cast<std::uint64_t>(k));
    const bool tabled = at < directions_.size();
    const std::uint32_t bits = tabled ? directions_[at].bits(index) : index;
    // Beyond the table, the hash of the whole index replaces all digits.
    const std::uint64_t rest = mix_seed(seed, prefix(bits, kBits));
    const std::uint64_t digits =
        tabled ? (std::uint64_t{scrambled(bits, seed)} << kBits) | (rest >> kBits) : rest;
    result[k] = std::ldexp(static_cast<double>(digits >> (64 - kDoubleBits)), -kDoubleBits);
  }
  return result;
}

}  // namespace wattle::search
