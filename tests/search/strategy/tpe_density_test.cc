// SPDX-License-Identifier: MIT
#include "search/strategy/tpe_density.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <utility>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kInactive = std::numeric_limits<double>::quiet_NaN();

/// Coordinates: choice (3), count (5 values on a log scale), and momentum, which is active for
/// choice 1 alone.
struct Mixed {
  SearchSpace space = test::space_of(R"({
      "a_choice": {"type": "categorical", "choices": ["p", "q", "r"]},
      "b_count": {"type": "int", "low": 1, "high": 5, "scale": "log"},
      "c_momentum": {"type": "float", "low": 0, "high": 1, "when": {"a_choice": "q"}}})");
  Encoding encoding{space};
  std::vector<KernelDomain> domains = kernel_domains(space, encoding);

  /// n encoded points.
  MatrixXd points(int n, std::uint64_t seed) const {
    Rng rng(seed);
    MatrixXd result(n, encoding.dimension());
    for (Index i = 0; i < n; ++i) result.row(i) = encoding.encode(*space.sample(rng));
    return result;
  }
};

double normal_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// One factor of the density, from its definition in the header.
double kernel(const ParzenDensity& density, const KernelDomain& domain, Index k, double x, double c,
              int centres) {
  if (std::isnan(x)) return 1.0;
  const double h = density.bandwidth(k);
  if (domain.cells) {
    const std::vector<double>& ends = domain.cells->ends;
    const auto rank = static_cast<std::size_t>(x);
    const double length = ends.back() - ends.front();
    if (std::isnan(c)) return (ends[rank + 1] - ends[rank]) / length;
    const double at = domain.cells->positions[static_cast<std::size_t>(c)];
    return (normal_below((ends[rank + 1] - at) / h) - normal_below((ends[rank] - at) / h)) /
           (normal_below((ends.back() - at) / h) - normal_below((ends.front() - at) / h));
  }
  if (domain.values > 0) {
    if (std::isnan(c)) return 1.0 / domain.values;
    const double b = (domain.values - 1.0) / (centres + 1.0 + domain.values);
    return x == c ? 1.0 - b : b / (domain.values - 1.0);
  }
  if (std::isnan(c)) return 1.0;
  const double z = (x - c) / h;
  return std::exp(-0.5 * z * z) / (h * std::sqrt(2.0 * std::numbers::pi)) /
         (normal_below((1.0 - c) / h) - normal_below(-c / h));
}

double slow_density(const ParzenDensity& density, const std::vector<KernelDomain>& domains,
                    const MatrixXd& centres, const VectorXd& x) {
  double sum = 0.0;
  for (Index i = 0; i <= centres.rows(); ++i) {
    double product = 1.0;
    for (Index k = 0; k < x.size(); ++k) {
      const double c = i < centres.rows() ? centres(i, k) : kInactive;
      product *= kernel(density, domains[static_cast<std::size_t>(k)], k, x[k], c,
                        static_cast<int>(centres.rows()));
    }
    sum += product;
  }
  return sum / static_cast<double>(centres.rows() + 1);
}

TEST(ParzenDensity, IsTheSumOfProductsThatItSaysItIs) {
  const Mixed mixed;
  for (const int n : {0, 1, 7, 60}) {
    const MatrixXd centres = to_ranks(mixed.domains, mixed.points(n, 1));
    const ParzenDensity density(mixed.domains, centres);
    const MatrixXd points = to_ranks(mixed.domains, mixed.points(50, 2));
    const VectorXd logs = density.log_density(points);
    for (Index i = 0; i < points.rows(); ++i) {
      const double slow = slow_density(density, mixed.domains, centres, points.row(i));
      // The prior alone gives 1 / (15 x 61); differences of probabilities are rounded to 1e-16,
      // times a density of at most 61 / sqrt(2 pi): below 1e-12, relative.
      EXPECT_NEAR(logs[i], std::log(slow), 1e-12) << "n " << n << ", point " << i;
    }
  }
}

TEST(ParzenDensity, IntegratesToOneOverAConditionalSpace) {
  const Mixed mixed;
  const ParzenDensity density(mixed.domains, to_ranks(mixed.domains, mixed.points(12, 4)));
  constexpr int kNodes = 2000;
  MatrixXd points(2 * 5 + 5 * kNodes, 3);
  VectorXd measure(points.rows());
  Index row = 0;
  for (int count = 0; count < 5; ++count) {
    for (const int choice : {0, 2}) {
      points.row(row) << choice, count, kInactive;
      measure[row++] = 1.0;
    }
    for (int node = 0; node < kNodes; ++node) {
      points.row(row) << 1, count, (node + 0.5) / kNodes;
      measure[row++] = 1.0 / kNodes;
    }
  }
  const double integral = density.log_density(points).array().exp().matrix().dot(measure);
  // The midpoint rule errs by |f''| / (24 nodes^2), and f'' of a kernel is at most 1 / h^3 with
  // bandwidths of at least 1 / 14: 3e-5.
  EXPECT_NEAR(integral, 1.0, 3e-5);
}

TEST(ParzenDensity, DrawsFromItself) {
  const Mixed mixed;
  const ParzenDensity density(mixed.domains, to_ranks(mixed.domains, mixed.points(6, 5)));
  // Probabilities of (choice, count), momentum integrated out, against frequencies.
  std::map<std::pair<int, int>, int> frequency;
  constexpr int kDraws = 20'000;
  Rng rng(6);
  for (int i = 0; i < kDraws; ++i) {
    const VectorXd x = density.draw(rng);
    ASSERT_TRUE(x[2] >= 0.0 && x[2] <= 1.0);
    ++frequency[{static_cast<int>(x[0]), static_cast<int>(x[1])}];
  }
  MatrixXd cells(15, 3);
  for (Index cell = 0; cell < 15; ++cell) {
    // What is inactive has a factor of 1, the integral over what is active.
    cells.row(cell) << static_cast<double>(cell / 5), static_cast<double>(cell % 5), kInactive;
  }
  const VectorXd expected = kDraws * density.log_density(cells).array().exp();
  double chi_squared = 0.0;
  for (Index cell = 0; cell < 15; ++cell) {
    const double seen = frequency[{static_cast<int>(cell / 5), static_cast<int>(cell % 5)}];
    chi_squared += (seen - expected[cell]) * (seen - expected[cell]) / expected[cell];
  }
  EXPECT_NEAR(expected.sum(), kDraws, 1e-6 * kDraws);
  EXPECT_LT(chi_squared, 36.1) << "false alarm 0.1 % with 14 degrees of freedom; the seed is fixed";
}

TEST(ParzenDensity, KeepsEveryDrawWithinTheBounds) {
  const SearchSpace space = test::square();
  const Encoding encoding(space);
  const std::vector<KernelDomain> domains = kernel_domains(space, encoding);
  const ParzenDensity density(domains, MatrixXd{{0.0, 1.0}});
  Rng rng(1);
  for (int i = 0; i < 1000; ++i) {
    const VectorXd x = density.draw(rng);
    EXPECT_TRUE((x.array() >= 0.0).all() && (x.array() <= 1.0).all()) << x.transpose();
  }
}

TEST(ParzenDensity, StaysFiniteFarFromItsCentres) {
  const SearchSpace space = test::square();
  const Encoding encoding(space);
  const std::vector<KernelDomain> domains = kernel_domains(space, encoding);
  const ParzenDensity density(domains, MatrixXd::Zero(500, 2));
  const VectorXd logs = density.log_density(MatrixXd{{1.0, 1.0}});
  // Only the prior reaches it: a density of 1 at weight 1 / 501.
  EXPECT_DOUBLE_EQ(logs[0], -std::log(501.0));
}

TEST(ParzenDensity, RanksThereAndBackAreTheSame) {
  const Mixed mixed;
  const MatrixXd points = mixed.points(40, 8);
  const MatrixXd ranks = to_ranks(mixed.domains, points);
  for (Index i = 0; i < points.rows(); ++i) {
    const VectorXd back = from_ranks(mixed.domains, ranks.row(i));
    for (Index k = 0; k < 3; ++k) {
      EXPECT_EQ(std::isnan(points(i, k)), std::isnan(back[k]));
      if (!std::isnan(back[k])) {
        EXPECT_EQ(back[k], points(i, k));
      }
    }
  }
}

}  // namespace
}  // namespace wattle::search
