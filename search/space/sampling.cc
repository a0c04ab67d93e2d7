// SPDX-License-Identifier: MIT
#include "search/space/sampling.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/space/constrained_walk.h"
#include "search/space/point_table.h"
#include "search/space/search_space.h"

namespace wattle::search {
namespace {

/// Unit position half way, in value, between the values of two ranks.
double midpoint(const Parameter& parameter, std::uint64_t rank) {
  const double below = parameter.value_at(rank).get<double>();
  const double above = parameter.value_at(rank + 1).get<double>();
  return parameter.to_unit(below + (above - below) / 2.0);
}

/// True when every value of a finite domain has the same probability.
bool equal_cells(const Parameter& parameter, std::uint64_t size) {
  return !parameter.numeric() || parameter.scale == Scale::kLinear || size == 1;
}

/// Unit positions where the first cell begins and the last one ends; requires unequal cells.
std::pair<double, double> outer_ends(const Parameter& parameter, std::uint64_t size) {
  const double first = parameter.to_unit(parameter.value_at(0));
  const double last = parameter.to_unit(parameter.value_at(size - 1));
  const double half_first = midpoint(parameter, 0) - first;
  const double half_last = last - midpoint(parameter, size - 2);
  return {first - half_first, last + half_last};
}

}  // namespace

Value sample_value(const Parameter& parameter, Rng& rng) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (size && equal_cells(parameter, *size)) {
    const auto last = static_cast<std::int64_t>(*size - 1);
    return parameter.value_at(static_cast<std::uint64_t>(rng.uniform_int(0, last)));
  }
  return value_at_quantile(parameter, rng.uniform());
}

Value value_at_quantile(const Parameter& parameter, double quantile) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (!size) return parameter.from_unit(quantile);
  if (equal_cells(parameter, *size)) {
    const double rank = std::floor(quantile * static_cast<double>(*size));
    return parameter.value_at(std::min(static_cast<std::uint64_t>(rank), *size - 1));
  }
  const auto [low, high] = outer_ends(parameter, *size);
  return parameter.from_unit(low + (high - low) * quantile);
}

double quantile_of(const Parameter& parameter, const Value& value) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (!size) return parameter.to_unit(value);
  if (!equal_cells(parameter, *size)) {
    const auto [low, high] = outer_ends(parameter, *size);
    return (parameter.to_unit(value) - low) / (high - low);
  }
  double rank = 0.0;
  if (parameter.numeric()) {
    rank = std::round((value.get<double>() - parameter.low) / parameter.step.value_or(1.0));
  } else {
    const auto& values = parameter.values;
    rank = static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
  }
  return (rank + 0.5) / static_cast<double>(*size);
}

Parameters SearchSpace::draw_any(Rng& rng) const {
  nlohmann::json values = nlohmann::json::object();
  for (const Parameter& parameter : parameters_) {
    if (parameter.when && !parameter.when->holds(values)) continue;
    values[parameter.name] = sample_value(parameter, rng);
  }
  return Parameters(std::move(values));
}

Result<Parameters> SearchSpace::sample(Rng& rng) const {
  if (table_) {
    const auto last = static_cast<std::int64_t>(table_->rows().size()) - 1;
    return table_->rows()[static_cast<std::size_t>(rng.uniform_int(0, last))];
  }
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    Parameters point = draw_any(rng);
    if (!forbidden(point)) return point;
  }
  return fail(ErrorCode::kExhausted,
              "none of " + std::to_string(kMaxDraws) +
                  " random points is allowed: the forbidden clauses leave at most about 0.03 % of "
                  "the space",
              "narrow the ranges instead, or say with `when` which parameters go together");
}

Parameters SearchSpace::sample_or_walk(Rng& rng) const {
  Result<Parameters> drawn = sample(rng);
  return drawn ? std::move(*drawn) : walk_allowed(*this, *allowed_, rng);
}

}  // namespace wattle::search
