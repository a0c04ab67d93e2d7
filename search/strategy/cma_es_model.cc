// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_model.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Values of the largest domain that is seen as cells. In a larger one a search that has come down
/// to single values is over.
constexpr std::uint64_t kMostCells = 1000;

/// Draws for a value in a given cell, before the cell's point nearest to the mean is taken. Only a
/// cell in the tail of the distribution needs them: a point from elsewhere.
constexpr int kCellDraws = 30;

/// q with P(|Z| > q) = p for a standard normal Z, to within 1e-9; for 0 < p <= 1.
double two_sided_quantile(double p) {
  double low = 0.0;
  double high = 40.0;  // erfc is below 1e-300 there
  while (high - low > 1e-9) {
    const double middle = 0.5 * (low + high);
    (std::erfc(middle / std::numbers::sqrt2) > p ? low : high) = middle;
  }
  return high;
}

/// `x` folded into [low, high] by reflection at its ends.
double reflect(double x, double low, double high) {
  const double width = high - low;
  const double turn = std::fmod(std::abs(x - low), 2.0 * width);
  return low + (turn <= width ? turn : 2.0 * width - turn);
}

Index draw_choice(const VectorXd& probabilities, Rng& rng) {
  double left = rng.uniform();
  Index choice = 0;
  while (choice + 1 < probabilities.size() && left >= probabilities[choice]) {
    left -= probabilities[choice++];
  }
  return choice;
}

/// Lifts probabilities below `least` to it, at the expense of what the others have above it.
VectorXd with_floor(const VectorXd& probabilities, double least) {
  const VectorXd lifted = probabilities.cwiseMax(least);
  const double excess = lifted.sum() - 1.0;
  const VectorXd above = lifted.array() - least;
  return lifted - above * (excess / std::max(above.sum(), std::numeric_limits<double>::min()));
}

Index numeric_count(const Encoding& encoding) {
  return std::count_if(
      encoding.coordinates().begin(), encoding.coordinates().end(),
      [](const Coordinate& coordinate) { return coordinate.kind == Coordinate::Kind::kNumeric; });
}

}  // namespace

CmaEsModel::CmaEsModel(const SearchSpace& space, const Encoding& encoding, const VectorXd& start,
                       double step_size, int population)
    : normal_(VectorXd(), step_size, population) {
  const double d = std::max(1.0, static_cast<double>(encoding.dimension()));
  margin_ = 1.0 / (population * d);
  quantile_ = two_sided_quantile(margin_);
  end_quantile_ = two_sided_quantile(2.0 * margin_);
  VectorXd mean(numeric_count(encoding));
  Index place = 0;
  int free_probabilities = 0;
  for (Index k = 0; k < encoding.dimension(); ++k) {
    const Coordinate& coordinate = encoding.coordinates()[static_cast<std::size_t>(k)];
    Part part;
    if (coordinate.kind == Coordinate::Kind::kCategorical) {
      part.probabilities = VectorXd::Constant(coordinate.choices, 1.0 / coordinate.choices);
      free_probabilities += coordinate.choices - 1;
    } else {
      part.cells = value_cells(space.parameters()[coordinate.parameter], kMostCells);
      part.place = place;
      mean[place++] = start[k];
    }
    parts_.push_back(std::move(part));
  }
  choice_rate_ = 1.0 / std::max(2, free_probabilities);
  normal_ = CmaEsNormal(std::move(mean), step_size, population);
}

double CmaEsModel::largest_deviation() const {
  return normal_.mean().size() == 0 ? 0.0 : normal_.deviations().maxCoeff();
}

VectorXd CmaEsModel::widened_deviations() const {
  VectorXd deviations = normal_.deviations();
  for (const Part& part : parts_) {
    if (!part.cells || part.cells->positions.size() < 2) continue;
    const double mean = normal_.mean()[*part.place];
    double& deviation = deviations[*part.place];
    deviation = std::max(deviation, least_deviation(*part.cells, mean));
  }
  return deviations;
}

double CmaEsModel::least_deviation(const ValueCells& cells, double mean) const {
  const std::size_t rank = cells.rank_of(mean);
  const double low = cells.ends[rank];
  const double high = cells.ends[rank + 1];
  // Draws leave the first and the last cell on one side: beyond the other they are reflected.
  if (rank == 0) return (high - mean) / end_quantile_;
  if (rank + 1 == cells.positions.size()) return (mean - low) / end_quantile_;
  // Least likely to leave the cell is a mean in its middle.
  return 0.5 * (high - low) / quantile_;
}

VectorXd CmaEsModel::draw(Rng& rng) const {
  VectorXd z(normal_.mean().size());
  for (double& value : z) value = rng.normal();
  VectorXd step = normal_.factor().triangularView<Eigen::Lower>() * z;
  step.array() *= widened_deviations().array() / normal_.covariance().diagonal().array().sqrt();
  VectorXd x(static_cast<Index>(parts_.size()));
  for (Index k = 0; k < x.size(); ++k) {
    const Part& part = parts_[static_cast<std::size_t>(k)];
    if (!part.place) {
      x[k] = static_cast<double>(draw_choice(part.probabilities, rng));
      continue;
    }
    const double drawn = within_bounds(part, normal_.mean()[*part.place] + step[*part.place]);
    x[k] = part.cells ? part.cells->positions[part.cells->rank_of(drawn)] : drawn;
  }
  return x;
}

double CmaEsModel::within_bounds(const Part& part, double x) {
  return part.cells ? reflect(x, part.cells->ends.front(), part.cells->ends.back())
                    : reflect(x, 0.0, 1.0);
}

double CmaEsModel::redraw(const Part& part, double x, double deviation, Rng& rng) const {
  const double mean = normal_.mean()[*part.place];
  if (std::isnan(x)) return within_bounds(part, mean + deviation * rng.normal());
  if (!part.cells) return x;
  const std::size_t rank = part.cells->rank_of(x);
  const double low = part.cells->ends[rank];
  const double high = part.cells->ends[rank + 1];
  for (int draw = 0; draw < kCellDraws; ++draw) {
    const double value = mean + deviation * rng.normal();
    if (value >= low && value <= high) return value;
  }
  return std::clamp(mean, low, high);
}

void CmaEsModel::update(const std::vector<VectorXd>& selected, Rng& rng) {
  const VectorXd deviations = widened_deviations();
  MatrixXd points(normal_.mean().size(), static_cast<Index>(selected.size()));
  for (Index i = 0; i < points.cols(); ++i) {
    const VectorXd& x = selected[static_cast<std::size_t>(i)];
    for (Index k = 0; k < x.size(); ++k) {
      const Part& part = parts_[static_cast<std::size_t>(k)];
      if (part.place) points(*part.place, i) = redraw(part, x[k], deviations[*part.place], rng);
    }
  }
  normal_.update(points, deviations.cwiseQuotient(normal_.deviations()));
  update_choices(selected);
}

void CmaEsModel::update_choices(const std::vector<VectorXd>& selected) {
  const auto count = static_cast<Index>(selected.size());
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    VectorXd& p = parts_[k].probabilities;
    if (p.size() < 2) continue;
    VectorXd shares = VectorXd::Zero(p.size());
    for (Index i = 0; i < count; ++i) {
      const double choice = selected[static_cast<std::size_t>(i)][static_cast<Index>(k)];
      if (std::isnan(choice)) continue;
      shares[static_cast<Index>(choice)] += normal_.rates().weights[i];
    }
    if (shares.sum() == 0.0) continue;
    p += choice_rate_ * (shares / shares.sum() - p);
    p = with_floor(p, margin_ / static_cast<double>(p.size() - 1));
  }
}

}  // namespace wattle::search
