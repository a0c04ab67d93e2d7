// SPDX-License-Identifier: MIT
#include "search/space/encoding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "search/space/values_in_turn.h"

namespace wattle::search {
namespace {

double encode_value(const Parameter& parameter, const Value& value) {
  const double unit = parameter.to_unit(value);
  if (parameter.kind != ParameterKind::kCategorical) return unit;
  // Exact: the index divided by n - 1 and multiplied again is off by far less than a half.
  return std::round(unit * static_cast<double>(parameter.values.size() - 1));
}

Value decode_value(const Parameter& parameter, double x) {
  if (std::isnan(x)) return parameter.from_unit(0.5);
  if (parameter.kind != ParameterKind::kCategorical) return parameter.from_unit(x);
  const auto last = static_cast<double>(parameter.values.size() - 1);
  return parameter.value_at(static_cast<std::uint64_t>(std::round(std::clamp(x, 0.0, last))));
}

}  // namespace

Encoding::Encoding(const SearchSpace& space) : space_(&space) {
  for (std::size_t i = 0; i < space.size(); ++i) {
    const Parameter& parameter = space.parameters()[i];
    if (parameter.kind == ParameterKind::kConstant) continue;
    Coordinate coordinate;
    coordinate.parameter = i;
    coordinate.conditional = parameter.when.has_value();
    if (parameter.kind == ParameterKind::kCategorical) {
      coordinate.kind = Coordinate::Kind::kCategorical;
      coordinate.choices = static_cast<int>(parameter.values.size());
    }
    coordinates_.push_back(coordinate);
  }
  const std::vector<Parameters>* listed = space.rows();
  if (listed == nullptr) return;
  Eigen::MatrixXd rows(static_cast<Eigen::Index>(listed->size()), dimension());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    rows.row(i) = encode((*listed)[static_cast<std::size_t>(i)]);
  }
  std::vector<bool> categorical;
  for (const Coordinate& coordinate : coordinates_) {
    categorical.push_back(coordinate.kind == Coordinate::Kind::kCategorical);
  }
  nearest_ = std::make_shared<const NearestRow>(std::move(rows), std::move(categorical));
}

double Coordinate::at(double position) const {
  if (kind == Kind::kNumeric) return position;
  return std::min(std::floor(position * choices), choices - 1.0);
}

Eigen::VectorXd Encoding::at(const Eigen::VectorXd& position) const {
  Eigen::VectorXd x(dimension());
  for (Eigen::Index i = 0; i < dimension(); ++i) {
    x[i] = coordinates_[static_cast<std::size_t>(i)].at(position[i]);
  }
  return x;
}

Eigen::VectorXd Encoding::encode(const Parameters& parameters) const {
  ValuesInTurn values(parameters.json());
  Eigen::VectorXd x(dimension());
  for (Eigen::Index i = 0; i < dimension(); ++i) {
    const Parameter& parameter =
        space_->parameters()[coordinates_[static_cast<std::size_t>(i)].parameter];
    const Value* const value = values.find(parameter.name);
    x[i] = value == nullptr ? std::numeric_limits<double>::quiet_NaN()
                            : encode_value(parameter, *value);
  }
  return x;
}

Parameters Encoding::decode(const Eigen::VectorXd& x) const {
  if (nearest_) return (*space_->rows())[static_cast<std::size_t>(nearest_->nearest(x))];
  nlohmann::json values = nlohmann::json::object();
  for (const Parameter& parameter : space_->parameters()) {
    if (parameter.kind == ParameterKind::kConstant) {
      values[parameter.name] = parameter.values.front();
    }
  }
  for (Eigen::Index i = 0; i < dimension(); ++i) {
    const Parameter& parameter =
        space_->parameters()[coordinates_[static_cast<std::size_t>(i)].parameter];
    values[parameter.name] = decode_value(parameter, x[i]);
  }
  return space_->restrict_to_active(values);
}

Eigen::MatrixXd to_rows(const std::vector<Eigen::VectorXd>& points, Eigen::Index width) {
  Eigen::MatrixXd rows(static_cast<Eigen::Index>(points.size()), width);
  for (Eigen::Index i = 0; i < rows.rows(); ++i) rows.row(i) = points[static_cast<std::size_t>(i)];
  return rows;
}

}  // namespace wattle::search
