// SPDX-License-Identifier: MIT
// A small problem with parameters of every type.
#pragma once

#include <cmath>

#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::test {

inline search::SearchSpace mixed_problem_space() {
  return space_of(R"({
    "choice": {"type": "categorical", "choices": ["bad", "good", "worse", "worst"]},
    "count": {"type": "int", "low": 1, "high": 64, "scale": "log"},
    "depth": {"type": "ordinal", "values": [1, 2, 4, 8, 16]},
    "momentum": {"type": "float", "low": 0, "high": 1, "when": {"choice": "good"}}})");
}

/// Only "good" with its momentum near 0.7, a count near 16 and a depth of 4 comes below 1.
inline search::Metrics mixed_problem(const search::Parameters& point) {
  const double count = std::abs(std::log2(number(point, "count")) - 4.0) / 6.0;
  const double depth = std::abs(std::log2(number(point, "depth")) - 2.0);
  if (*point.find("choice") != "good") return {{"value", 1.0 + count + depth}};
  return {{"value", count + depth + std::abs(number(point, "momentum") - 0.7)}};
}

}  // namespace wattle::test
