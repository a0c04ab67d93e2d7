// SPDX-License-Identifier: MIT
// Points that fill the unit cube evenly.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

namespace wattle::search {

/// The Sobol sequence with the direction numbers of [JoeKuo2008], in the Gray-code order
/// [Antonov1979]: of the points 2^m k to 2^m (k + 1) - 1, each interval of length 2^-m holds one in
/// every dimension.
class SobolDirections {
 public:
  /// Binary digits of a coordinate, and of an index.
  static constexpr int kBits = 32;
  /// Dimensions that Boost's table of primitive polynomials reaches to.
  static const Eigen::Index kMostDimensions;

  /// Requires 0 <= dimension < kMostDimensions.
  explicit SobolDirections(Eigen::Index dimension);

  /// Point `index` as a binary fraction, x 2^32.
  std::uint32_t bits(std::uint32_t index) const;

 private:
  std::array<std::uint32_t, kBits> numbers_{};  ///< by binary digit of the index
};

/// A Sobol sequence under nested uniform scrambling [Owen1995]: each binary digit of a coordinate
/// is turned over or not by a random bit that belongs to the dimension and to all digits before it,
/// so each point is uniform on the cube, and the evenness of the sequence stays. The random bits
/// are hashes, as in [Burley2020], but of the digits themselves and not of their carries; digits
/// after the 32nd are random. Dimensions beyond kMostDimensions are uniform and independent.
/// Immutable.
class SobolSequence {
 public:
  /// Requires dimension >= 0. O(dimension).
  SobolSequence(Eigen::Index dimension, std::uint64_t seed);

  Eigen::Index dimension() const { return dimension_; }
  /// Point `index`, each coordinate on [0, 1): a function of the seed and the index alone.
  /// O(dimension).
  Eigen::VectorXd point(std::uint32_t index) const;

 private:
  Eigen::Index dimension_;
  std::uint64_t seed_;
  std::vector<SobolDirections> directions_;
};

}  // namespace wattle::search
