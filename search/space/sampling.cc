// SPDX-License-Identifier: MIT
#include "search/space/sampling.h"

#include <utility>

#include "search/space/search_space.h"

namespace wattle::search {
namespace {

Value sample_rank(const Parameter& parameter, Rng& rng) {
  const auto last = static_cast<std::int64_t>(*parameter.cardinality() - 1);
  return parameter.value_at(static_cast<std::uint64_t>(rng.uniform_int(0, last)));
}

/// Unit position half way, in value, between the values of two ranks.
double midpoint(const Parameter& parameter, std::uint64_t rank) {
  const double below = parameter.value_at(rank).get<double>();
  const double above = parameter.value_at(rank + 1).get<double>();
  return parameter.to_unit(below + (above - below) / 2.0);
}

}  // namespace

Value sample_value(const Parameter& parameter, Rng& rng) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (!size) return parameter.from_unit(rng.uniform());
  if (!parameter.numeric() || parameter.scale == Scale::kLinear || *size == 1) {
    return sample_rank(parameter, rng);
  }
  const double first = parameter.to_unit(parameter.value_at(0));
  const double last = parameter.to_unit(parameter.value_at(*size - 1));
  const double half_first = midpoint(parameter, 0) - first;
  const double half_last = last - midpoint(parameter, *size - 2);
  return parameter.from_unit(rng.uniform(first - half_first, last + half_last));
}

Result<Parameters> SearchSpace::sample(Rng& rng) const {
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    nlohmann::json values = nlohmann::json::object();
    for (const Parameter& parameter : parameters_) {
      if (parameter.when && !parameter.when->holds(values)) continue;
      values[parameter.name] = sample_value(parameter, rng);
    }
    Parameters point(std::move(values));
    if (!forbidden(point)) return point;
  }
  return fail(ErrorCode::kExhausted,
              "none of " + std::to_string(kMaxDraws) +
                  " random points is allowed: the forbidden clauses leave at most about 0.03 % of "
                  "the space",
              "narrow the ranges instead, or say with `when` which parameters go together");
}

}  // namespace wattle::search
