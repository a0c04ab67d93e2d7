// SPDX-License-Identifier: MIT
// Length scales that a person gives, in the parameters' own units.
#pragma once

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "search/space/search_space.h"

namespace wattle::search {

/// The unit of a parameter's length scale, in encoded units (encoding.h): what a length scale of 1
/// is there.
///   linear             1 of the parameter            1 / (high - low)
///   log, reverse_log   a factor of ten, on the scale  1 / log10(high / low)
///   ordinal            one value to the next          1 / (values - 1)
///   categorical        the distance of two choices    1
/// Requires a parameter that is no constant. 1 where there is one value only: no distance has any.
double length_scale_unit(const Parameter& parameter);

/// {"learning_rate": 1} as SurrogateOptions::length_scales: one a coordinate of the space's
/// encoding, NaN where no length scale is given. Names that are no coordinates are passed over.
Eigen::VectorXd encoded_length_scales(const nlohmann::json& written, const SearchSpace& space);

}  // namespace wattle::search
