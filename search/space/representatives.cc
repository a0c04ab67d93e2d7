// SPDX-License-Identifier: MIT
#include "search/space/representatives.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace wattle::search {
namespace {

/// The parameter's ends and every number in between that a condition compares it with, in order.
std::set<double> borders(const Parameter& parameter,
                         const std::vector<const Condition*>& conditions) {
  std::set<double> found{parameter.low, parameter.high};
  const auto add = [&](const Value& value) {
    if (!value.is_number()) return;
    const auto number = value.get<double>();
    if (number > parameter.low && number < parameter.high) found.insert(number);
  };
  for (const Condition* condition : conditions) {
    for (const Comparison* comparison : condition->comparisons()) {
      if (comparison->parameter != parameter.name) continue;
      if (comparison->op == Comparison::Operator::kIn) {
        for (const Value& value : comparison->operand) add(value);
      } else {
        add(comparison->operand);
      }
    }
  }
  return found;
}

/// The borders and one value in each gap.
std::vector<Value> of_continuum(const std::set<double>& borders) {
  std::vector<Value> values;
  for (const double border : borders) {
    if (!values.empty()) {
      const auto before = values.back().get<double>();
      const double between = before + (border - before) / 2.0;
      if (between > before && between < border) values.emplace_back(between);
    }
    values.emplace_back(border);
  }
  return values;
}

/// The steps at, below and above each border.
std::vector<Value> of_steps(const Parameter& parameter, const std::set<double>& borders) {
  const auto last = static_cast<std::int64_t>(*parameter.cardinality() - 1);
  std::set<std::int64_t> ranks;
  for (const double border : borders) {
    const std::int64_t rank = std::llround((border - parameter.low) / parameter.step.value_or(1.0));
    for (std::int64_t near = rank - 1; near <= rank + 1; ++near) {
      ranks.insert(std::clamp<std::int64_t>(near, 0, last));
    }
  }
  std::vector<Value> values;
  values.reserve(ranks.size());
  for (const std::int64_t rank : ranks) {
    values.push_back(parameter.value_at(static_cast<std::uint64_t>(rank)));
  }
  return values;
}

}  // namespace

std::vector<Value> representatives(const Parameter& parameter,
                                   const std::vector<const Condition*>& conditions,
                                   std::uint64_t most_listed) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (!size) return of_continuum(borders(parameter, conditions));
  if (parameter.numeric() && *size > most_listed) {
    return of_steps(parameter, borders(parameter, conditions));
  }
  std::vector<Value> values;
  for (std::uint64_t i = 0; i < *size; ++i) values.push_back(parameter.value_at(i));
  return values;
}

}  // namespace wattle::search
