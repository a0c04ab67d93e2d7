// SPDX-License-Identifier: MIT
#include "search/strategy/tpe_density.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kLeastBandwidth = 0.03;

/// Standard normal probability below `z`. Beyond 8 deviations it is 0 or 1 to within 1e-15, and to
/// say so saves most of the work.
double normal_below(double z) {
  if (z < -8.0) return 0.0;
  if (z > 8.0) return 1.0;
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

KernelDomain domain_of(const Parameter& parameter, const Coordinate& coordinate) {
  KernelDomain domain;
  domain.conditional = coordinate.conditional;
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (coordinate.kind == Coordinate::Kind::kCategorical) {
    domain.values = coordinate.choices;
  } else if (size) {
    // A single value leaves nothing to choose; any bandwidth does.
    domain.least_bandwidth = 0.5 / std::max(1.0, static_cast<double>(*size) - 1.0);
    domain.cells = value_cells(parameter, kMostTabulated);
    if (domain.cells) domain.values = static_cast<int>(*size);
  }
  return domain;
}

/// The masses of an Aitchison-Aitken kernel.
MatrixXd categorical_masses(int choices, Index centres) {
  const double pseudo_count = 1.0 / static_cast<double>(centres + 1);
  MatrixXd masses = MatrixXd::Constant(choices, choices + 1, pseudo_count);
  masses.diagonal().array() += 1.0;
  masses.leftCols(choices) /= 1.0 + choices * pseudo_count;
  masses.col(choices).setConstant(1.0 / choices);
  return masses;
}

/// The masses of a normal kernel in the cells of a numeric domain.
MatrixXd ordered_masses(const ValueCells& cells, double bandwidth) {
  const auto values = static_cast<Index>(cells.positions.size());
  const Eigen::Map<const VectorXd> ends(cells.ends.data(), values + 1);
  MatrixXd masses(values, values + 1);
  for (Index centre = 0; centre < values; ++centre) {
    const double c = cells.positions[static_cast<std::size_t>(centre)];
    const VectorXd below =
        ends.unaryExpr([&](double end) { return normal_below((end - c) / bandwidth); });
    masses.col(centre) = below.tail(values) - below.head(values);
  }
  masses.col(values) = ends.tail(values) - ends.head(values);
  return masses.array().rowwise() / masses.colwise().sum().array();
}

}  // namespace

std::vector<KernelDomain> kernel_domains(const SearchSpace& space, const Encoding& encoding) {
  std::vector<KernelDomain> domains;
  for (const Coordinate& coordinate : encoding.coordinates()) {
    domains.push_back(domain_of(space.parameters()[coordinate.parameter], coordinate));
  }
  return domains;
}

MatrixXd to_ranks(const std::vector<KernelDomain>& domains, MatrixXd points) {
  for (Index k = 0; k < points.cols(); ++k) {
    const std::optional<ValueCells>& cells = domains[static_cast<std::size_t>(k)].cells;
    if (!cells) continue;
    for (double& x : points.col(k)) {
      if (!std::isnan(x)) x = static_cast<double>(cells->rank_of(x));
    }
  }
  return points;
}

VectorXd from_ranks(const std::vector<KernelDomain>& domains, VectorXd row) {
  for (Index k = 0; k < row.size(); ++k) {
    const std::optional<ValueCells>& cells = domains[static_cast<std::size_t>(k)].cells;
    if (cells && !std::isnan(row[k])) row[k] = cells->positions[static_cast<std::size_t>(row[k])];
  }
  return row;
}

ParzenDensity::ParzenDensity(const std::vector<KernelDomain>& domains, MatrixXd centres)
    : domains_(&domains),
      centres_(std::move(centres)),
      bandwidths_(centres_.cols()),
      masses_(domains.size()),
      log_normalisers_(MatrixXd::Zero(centres_.rows(), centres_.cols())) {
  const double crowded = 1.0 / static_cast<double>(centres_.rows() + 2);
  for (Index k = 0; k < centres_.cols(); ++k) {
    bandwidths_[k] = std::max({crowded, kLeastBandwidth, domain(k).least_bandwidth});
    if (domain(k).values > 0) {
      tabulate(k);
    } else {
      normalise(k);
    }
  }
}

const KernelDomain& ParzenDensity::domain(Index k) const {
  return (*domains_)[static_cast<std::size_t>(k)];
}

void ParzenDensity::tabulate(Index k) {
  masses_[static_cast<std::size_t>(k)] =
      domain(k).cells ? ordered_masses(*domain(k).cells, bandwidths_[k])
                      : categorical_masses(domain(k).values, centres_.rows());
}

void ParzenDensity::normalise(Index k) {
  const double h = bandwidths_[k];
  const double scale = h * std::sqrt(2.0 * std::numbers::pi);
  for (Index i = 0; i < centres_.rows(); ++i) {
    const double c = centres_(i, k);
    if (std::isnan(c)) continue;
    log_normalisers_(i, k) = std::log(scale * (normal_below((1.0 - c) / h) - normal_below(-c / h)));
  }
}

VectorXd ParzenDensity::log_density(const MatrixXd& points) const {
  LogKernels logs = LogKernels::Zero(points.rows(), centres_.rows() + 1);
  for (Index k = 0; k < points.cols(); ++k) {
    if (domain(k).values > 0) {
      add_tabulated(k, points.col(k), logs);
    } else {
      add_continuous(k, points.col(k), logs);
    }
  }
  // The prior's column is finite, and so the largest of a row is.
  const VectorXd largest = logs.rowwise().maxCoeff();
  const VectorXd sums = (logs.colwise() - largest).array().exp().rowwise().sum();
  return largest.array() + sums.array().log() - std::log(static_cast<double>(logs.cols()));
}

void ParzenDensity::add_tabulated(Index k, const VectorXd& x, LogKernels& logs) const {
  const Index values = domain(k).values;
  // One more row, of log mass 0, for points where the coordinate is inactive.
  MatrixXd table = MatrixXd::Zero(values + 1, values + 1);
  table.topRows(values) = masses_[static_cast<std::size_t>(k)].array().log();
  const auto row_of = [&](double rank) {
    return std::isnan(rank) ? values : static_cast<Index>(rank);
  };
  const Eigen::VectorX<Index> rows = x.unaryExpr(row_of);
  for (Index i = 0; i < logs.cols(); ++i) {
    const Index column = i < centres_.rows() ? row_of(centres_(i, k)) : values;
    logs.col(i) += table.col(column)(rows);
  }
}

void ParzenDensity::add_continuous(Index k, const VectorXd& x, LogKernels& logs) const {
  const double weight = 0.5 / (bandwidths_[k] * bandwidths_[k]);
  const auto log_kernel = [&](Index i, const auto& value) {
    return -weight * (value - centres_(i, k)).square() - log_normalisers_(i, k);
  };
  if (!domain(k).conditional) {
    for (Index i = 0; i < centres_.rows(); ++i) logs.col(i).array() += log_kernel(i, x.array());
    return;
  }
  const Eigen::ArrayXd active = x.array().isNaN().select(0.0, Eigen::ArrayXd::Ones(x.size()));
  const Eigen::ArrayXd value = x.array().isNaN().select(0.0, x.array());
  for (Index i = 0; i < centres_.rows(); ++i) {
    if (!std::isnan(centres_(i, k))) logs.col(i).array() += active * log_kernel(i, value);
  }
}

VectorXd ParzenDensity::draw(Rng& rng) const {
  const Index component = rng.uniform_int(0, centres_.rows());
  const bool prior = component == centres_.rows();
  VectorXd x(centres_.cols());
  for (Index k = 0; k < x.size(); ++k) {
    const double centre = prior ? std::numeric_limits<double>::quiet_NaN() : centres_(component, k);
    x[k] = draw_value(k, centre, rng);
  }
  return x;
}

double ParzenDensity::draw_value(Index k, double centre, Rng& rng) const {
  if (domain(k).values > 0) {
    const Index values = domain(k).values;
    const Index column = std::isnan(centre) ? values : static_cast<Index>(centre);
    const auto masses = masses_[static_cast<std::size_t>(k)].col(column);
    double left = rng.uniform();
    Index value = 0;
    while (value + 1 < values && left >= masses[value]) left -= masses[value++];
    return static_cast<double>(value);
  }
  if (std::isnan(centre)) return rng.uniform();
  // A centre lies in [0, 1] and no bandwidth exceeds 1/2: half or so of the draws do, at least.
  for (;;) {
    const double x = centre + bandwidths_[k] * rng.normal();
    if (x >= 0.0 && x <= 1.0) return x;
  }
}

}  // namespace wattle::search
