// SPDX-License-Identifier: MIT
#include "search/strategy/length_scales.h"

#include <cmath>
#include <limits>

#include "search/space/encoding.h"

namespace wattle::search {

double length_scale_unit(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::kCategorical) return 1.0;
  double range = 0.0;
  if (parameter.kind == ParameterKind::kOrdinal) {
    range = static_cast<double>(parameter.values.size()) - 1.0;
  } else if (parameter.scale == Scale::kLinear) {
    range = parameter.high - parameter.low;
  } else {
    range = std::log10(parameter.high / parameter.low);
  }
  return range > 0.0 ? 1.0 / range : 1.0;
}

Eigen::VectorXd encoded_length_scales(const nlohmann::json& written, const SearchSpace& space) {
  const Encoding encoding(space);
  Eigen::VectorXd scales =
      Eigen::VectorXd::Constant(encoding.dimension(), std::numeric_limits<double>::quiet_NaN());
  for (Eigen::Index k = 0; k < encoding.dimension(); ++k) {
    const Coordinate& coordinate = encoding.coordinates()[static_cast<std::size_t>(k)];
    const Parameter& parameter = space.parameters()[coordinate.parameter];
    const auto given = written.find(parameter.name);
    if (given == written.end()) continue;
    scales[k] = given->get<double>() * length_scale_unit(parameter);
  }
  return scales;
}

}  // namespace wattle::search
