// SPDX-License-Identifier: MIT
// The distribution over the points of a space that CMA-ES moves.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "search/space/encoding.h"
#include "search/space/rng.h"
#include "search/strategy/cma_es_normal.h"
#include "search/strategy/value_cells.h"

namespace wattle::search {

/// Numeric coordinates of the encoding have a joint normal distribution (cma_es_normal.h),
/// categorical ones a probability for each choice, independent of everything else.
///
/// What a trial shows of its draw is less than what was drawn: a stepped value stands for a cell,
/// and an inactive parameter for anything. The update therefore draws what is missing again, from
/// the coordinate's marginal distribution cut to the cell. What was not selected for then stays
/// distributed as it was, instead of collapsing to the middle of a cell.
///
/// - Bounds: a draw beyond one is reflected there.
/// - Stepped, integer and ordinal coordinates: as in CMA-ES with margin [Hamano2022], another value
///   than the mean's is drawn with a probability of at least 1 / (lambda d), d coordinates: the
///   deviation is widened as far as that takes. Domains of more than 1,000 values count as
///   continua.
/// - Categorical coordinates of K choices: p += r (share among the selected, weighted as for the
///   mean, - p), with r one over the number of free probabilities, at most 1/2 (a heuristic: more
///   to learn takes longer); no choice falls below 1 / (lambda d (K - 1)).
class CmaEsModel {
 public:
  /// Numeric mean: `start`, in the order of the encoding's coordinates (d; categorical entries are
  /// ignored). `space` must outlive the model.
  CmaEsModel(const SearchSpace& space, const Encoding& encoding, const Eigen::VectorXd& start,
             double step_size, int population);

  std::size_t dimension() const { return parts_.size(); }  ///< d
  const CmaEsNormal& normal() const { return normal_; }
  /// Probabilities of the choices of a categorical coordinate.
  const Eigen::VectorXd& choices(std::size_t coordinate) const {
    return parts_[coordinate].probabilities;
  }
  /// Largest deviation of a numeric coordinate, margins left out; 0 without one.
  double largest_deviation() const;

  /// An encoded point (d), every coordinate set. O(d^2).
  Eigen::VectorXd draw(Rng& rng) const;
  /// One generation: the selected points (encoded, best first, 1 to population / 2 of them).
  /// O(d^3).
  void update(const std::vector<Eigen::VectorXd>& selected, Rng& rng);

 private:
  /// One coordinate.
  struct Part {
    std::optional<Eigen::Index> place;  ///< in the normal distribution; absent for categorical ones
    std::optional<ValueCells> cells;
    Eigen::VectorXd probabilities;
  };

  Eigen::VectorXd widened_deviations() const;
  /// At which a draw leaves the mean's cell with a probability of at least the margin.
  double least_deviation(const ValueCells& cells, double mean) const;
  static double within_bounds(const Part& part, double x);
  double redraw(const Part& part, double x, double deviation, Rng& rng) const;
  void update_choices(const std::vector<Eigen::VectorXd>& selected);

  std::vector<Part> parts_;
  double margin_ = 0.0;        ///< 1 / (lambda d)
  double choice_rate_ = 0.0;   ///< r
  double quantile_ = 0.0;      ///< q with P(|Z| > q) = margin
  double end_quantile_ = 0.0;  ///< q with P(Z > q) = margin
  CmaEsNormal normal_;
};

}  // namespace wattle::search
