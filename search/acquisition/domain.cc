// SPDX-License-Identifier: MIT
#include "search/acquisition/domain.h"

#include <cmath>
#include <utility>

#include "search/space/enumeration.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Of the way to a limit; the ascent that led there is no more exact than its tolerance of 1e-6.
constexpr int kHalvings = 20;

std::optional<MatrixXd> every_point(const SearchSpace& space, const Encoding& encoding) {
  if (const MatrixXd* rows = encoding.rows()) return *rows;
  std::vector<VectorXd> points;
  const WalkEnd end = walk_space(space, kMaxWhole, [&](const nlohmann::json& point) {
    points.push_back(encoding.encode(Parameters(point)));
    return true;
  });
  if (end != WalkEnd::kComplete) return std::nullopt;
  return to_rows(points, encoding.dimension());
}

}  // namespace

Domain::Domain(const SearchSpace& space) : space_(&space), encoding_(space) {
  for (Index k = 0; k < dimension(); ++k) {
    const Parameter& p = parameter(k);
    const bool smooth = p.kind == ParameterKind::kFloat && !p.step;
    const bool simple = smooth || p.kind == ParameterKind::kCategorical;
    if (!simple || p.when) needs_snapping_ = true;
  }
  if (space.rows() != nullptr) needs_snapping_ = true;
  whole_ = every_point(space, encoding_);
}

const Parameter& Domain::parameter(Index coordinate) const {
  const auto k = static_cast<std::size_t>(coordinate);
  return space_->parameters()[encoding_.coordinates()[k].parameter];
}

VectorXd Domain::snap(const VectorXd& x) const {
  return needs_snapping_ ? encoding_.encode(encoding_.decode(x)) : x;
}

MatrixXd Domain::snap_rows(const MatrixXd& points) const {
  if (!needs_snapping_) return points;
  MatrixXd result(points.rows(), points.cols());
  for (Index i = 0; i < points.rows(); ++i) result.row(i) = snap(points.row(i).transpose());
  return result;
}

bool Domain::allowed(const VectorXd& x) const {
  return space_->forbid().empty() || !space_->forbidden(encoding_.decode(x));
}

MatrixXd Domain::allowed_rows(const MatrixXd& points) const {
  if (space_->forbid().empty()) return points;
  std::vector<Index> kept;
  for (Index i = 0; i < points.rows(); ++i) {
    if (allowed(points.row(i).transpose())) kept.push_back(i);
  }
  return points(kept, Eigen::all);
}

VectorXd Domain::advance(const VectorXd& start, const VectorXd& goal) const {
  if (allowed(goal)) return goal;
  VectorXd reached = start;
  double within = 0.0;
  double beyond = 1.0;
  for (int halving = 0; halving < kHalvings; ++halving) {
    const double middle = (within + beyond) / 2.0;
    const VectorXd point = snap(start + middle * (goal - start));
    const bool inside = allowed(point);
    (inside ? within : beyond) = middle;
    if (inside) reached = point;
  }
  return reached;
}

std::vector<Index> Domain::movable(const VectorXd& x) const {
  std::vector<Index> result;
  for (Index k = 0; k < dimension(); ++k) {
    if (!categorical(k) && !std::isnan(x[k])) result.push_back(k);
  }
  return result;
}

std::vector<double> Domain::moves(Index coordinate, double x) const {
  const Parameter& p = parameter(coordinate);
  const std::optional<std::uint64_t> count = p.cardinality();
  std::vector<double> result;
  if (std::isnan(x) || !count) return result;
  if (p.kind == ParameterKind::kCategorical) {
    for (std::uint64_t choice = 0; choice < *count; ++choice) {
      if (static_cast<double>(choice) != std::round(x)) {
        result.push_back(static_cast<double>(choice));
      }
    }
    return result;
  }
  const Value value = p.from_unit(x);
  if (p.kind == ParameterKind::kOrdinal) {
    const double step = 1.0 / std::max(1.0, static_cast<double>(*count) - 1.0);
    for (const double unit : {x - step, x + step}) {
      // Half a step of tolerance: only the ends of the domain lie further out.
      if (unit > -0.5 * step && unit < 1.0 + 0.5 * step) result.push_back(unit);
    }
    return result;
  }
  const double step = p.step.value_or(1.0);
  const auto rank = std::llround((value.get<double>() - p.low) / step);
  if (rank > 0) {
    result.push_back(p.to_unit(p.value_at(static_cast<std::uint64_t>(rank - 1))));
  }
  if (static_cast<std::uint64_t>(rank) + 1 < *count) {
    result.push_back(p.to_unit(p.value_at(static_cast<std::uint64_t>(rank + 1))));
  }
  return result;
}

MatrixXd Domain::neighbours(const VectorXd& x) const {
  std::vector<VectorXd> points;
  for (Index k = 0; k < dimension(); ++k) {
    for (const double moved : moves(k, x[k])) {
      VectorXd neighbour = x;
      neighbour[k] = moved;
      neighbour = snap(neighbour);
      if (allowed(neighbour)) points.push_back(std::move(neighbour));
    }
  }
  return to_rows(points, dimension());
}

}  // namespace wattle::search
