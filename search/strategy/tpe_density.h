// SPDX-License-Identifier: MIT
// A kernel density over the points of a space.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "search/space/encoding.h"
#include "search/space/rng.h"
#include "search/strategy/value_cells.h"

namespace wattle::search {

/// Domains of at most this many values get a table of exact kernel masses; larger ones count as a
/// continuum, whose kernels are wider than a step.
inline constexpr int kMostTabulated = 16;

/// What the kernels of one coordinate have to know of its parameter.
struct KernelDomain {
  bool conditional = false;
  int values = 0;                   ///< of a tabulated domain; 0 for a continuum
  std::optional<ValueCells> cells;  ///< numeric and tabulated
  /// Half the mean distance of neighbours in a finite numeric domain; 0 for a true continuum.
  double least_bandwidth = 0.0;
};

/// One for each coordinate of the encoding. O(values).
std::vector<KernelDomain> kernel_domains(const SearchSpace& space, const Encoding& encoding);

/// Encoded points (m x d) with tabulated coordinates as ranks 0, 1, ...; NaN stays NaN.
Eigen::MatrixXd to_ranks(const std::vector<KernelDomain>& domains, Eigen::MatrixXd points);
/// The encoded point of one such row (d).
Eigen::VectorXd from_ranks(const std::vector<KernelDomain>& domains, Eigen::VectorXd row);

/// The joint density of a tree-structured Parzen estimator [Bergstra2011], multivariate as in
/// [Falkner2018]:
///   p(x) = 1 / (n + 1) sum_{i=0..n} prod_{k active in x} K_k(x_k | c_ik)
/// with the points c_1..c_n as centres, and a component i = 0 whose every factor is the prior, so
/// that no density is 0 and a ratio of two is bounded. A factor K_k is
///   numeric      a normal density with mean c_ik and deviation h_k, cut to [0, 1]; in a tabulated
///                domain its mass in the cell of x_k
///   categorical  1 - b if x_k = c_ik, else b / (K - 1), of K choices [Aitchison1976]
///   prior        uniform on [0, 1], or the cell's share; the random strategy's density; also where
///                c_ik is inactive
/// In a tree of conditions this is a density over all points: whether x_k is active follows from
/// the coordinates before it, and each active one adds a factor that integrates to 1.
///
/// Bandwidths: h_k = max(1 / (n + 2), 0.03, KernelDomain::least_bandwidth): wide while there are
/// few centres, in the manner of the clipping that [Watanabe2023] describes, and never narrower
/// than a small share of the range, 0.03 being within what that survey studies. A heuristic: widths
/// estimated from the spread of the centres did no better on a range of test problems.
/// b = (K - 1) / (n + 1 + K): as if every choice had been seen 1 / (n + 1) times more.
class ParzenDensity {
 public:
  /// `centres` (n x d) as to_ranks gives them; n may be 0. `domains` must outlive the density.
  /// O(n d).
  ParzenDensity(const std::vector<KernelDomain>& domains, Eigen::MatrixXd centres);

  /// log p at each row (m), as to_ranks gives them. O(m n d).
  Eigen::VectorXd log_density(const Eigen::MatrixXd& points) const;

  /// A point drawn from p before it is known which coordinates are active: all of them are drawn,
  /// and leaving the inactive ones out leaves a draw from p. O(d).
  Eigen::VectorXd draw(Rng& rng) const;

  double bandwidth(Eigen::Index coordinate) const { return bandwidths_[coordinate]; }

 private:
  using LogKernels = Eigen::MatrixXd;  ///< m x (n + 1), one column a component

  const KernelDomain& domain(Eigen::Index coordinate) const;
  void tabulate(Eigen::Index coordinate);
  void normalise(Eigen::Index coordinate);
  void add_tabulated(Eigen::Index coordinate, const Eigen::VectorXd& x, LogKernels& logs) const;
  void add_continuous(Eigen::Index coordinate, const Eigen::VectorXd& x, LogKernels& logs) const;
  double draw_value(Eigen::Index coordinate, double centre, Rng& rng) const;

  const std::vector<KernelDomain>* domains_;
  Eigen::MatrixXd centres_;     ///< n x d
  Eigen::VectorXd bandwidths_;  ///< d
  /// Tabulated coordinates: the mass of each value (row) under each centre (column); the last
  /// column is the prior's. 0 x 0 for a continuum.
  std::vector<Eigen::MatrixXd> masses_;
  /// Continuous coordinates: log of h_k sqrt(2 pi) times the part of an uncut kernel that lies in
  /// [0, 1]. n x d.
  Eigen::MatrixXd log_normalisers_;
};

}  // namespace wattle::search
