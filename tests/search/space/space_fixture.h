// SPDX-License-Identifier: MIT
// Parameters, faults and random spaces, for tests.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/space/rng.h"
#include "search/space/search_space.h"
#include "tests/support/spaces.h"

namespace wattle::test {

/// The one parameter of a space.
inline search::Parameter parameter_of(const char* parameter) {
  const search::SearchSpace space = space_of({{"x", nlohmann::json::parse(parameter)}});
  return space.size() == 1 ? space.parameters().front() : search::Parameter();
}

/// The faults of a space that must have some.
inline std::vector<search::Fault> faults_of(const nlohmann::json& space,
                                            const nlohmann::json& forbid = nullptr,
                                            const nlohmann::json& points = nullptr) {
  const auto result = search::SearchSpace::from_json(space, forbid, points);
  return result ? std::vector<search::Fault>() : result.error();
}

/// One parameter of a random type; `finite` leaves out continua and large ranges.
inline nlohmann::json random_parameter(search::Rng& rng, bool finite) {
  const std::vector<std::string> scales{"linear", "log", "reverse_log"};
  const std::string scale = scales[static_cast<std::size_t>(rng.uniform_int(0, 2))];
  const auto low = rng.uniform_int(1, 5);
  switch (rng.uniform_int(finite ? 1 : 0, 4)) {
    case 0:
      return {{"type", "float"}, {"low", 1e-3}, {"high", rng.uniform(0.1, 9.0)}, {"scale", scale}};
    case 1:
      return {
          {"type", "int"}, {"low", low}, {"high", low + rng.uniform_int(0, 3)}, {"scale", scale}};
    case 2:
      return {{"type", "float"}, {"low", 0.1}, {"high", 0.5}, {"step", 0.2}, {"scale", scale}};
    case 3:
      return {{"type", "ordinal"}, {"values", {1, 2, 5}}};
    default:
      return {{"type", "categorical"}, {"choices", {"a", "b", 3}}};
  }
}

/// A condition on one or two of p0 .. p(count - 1); it need not be on values that exist.
inline nlohmann::json random_condition(search::Rng& rng, int count) {
  const std::string name = "p" + std::to_string(rng.uniform_int(0, count - 1));
  switch (rng.uniform_int(0, 4)) {
    case 0: {
      const std::string other = "p" + std::to_string(rng.uniform_int(0, count - 1));
      return {{"linear", {{name, 1.0}, {other, rng.uniform(-2.0, 2.0)}}}, {"above", 4}};
    }
    case 1:
      return {{name, {{"at_least", 2}}}};
    case 2:
      return {{"not", {{name, {{"below", 3}}}}}};
    case 3:
      return {{"any", {{{name, {{"above", 4}}}}, {{name, {{"at_most", 1}}}}}}};
    default:
      return {{name, {{"above", 0}, {"at_most", 2}}}};
  }
}

/// A space of p0, p1, ... with conditions on earlier parameters and clauses; tried again when the
/// clauses leave too little, or weigh what is no number.
inline search::SearchSpace random_space(search::Rng& rng, bool finite) {
  for (;;) {
    nlohmann::json space = nlohmann::json::object();
    const int count = static_cast<int>(rng.uniform_int(1, 5));
    for (int i = 0; i < count; ++i) {
      nlohmann::json parameter = random_parameter(rng, finite);
      if (i > 0 && rng.uniform() < 0.5) parameter["when"] = random_condition(rng, i);
      space["p" + std::to_string(i)] = std::move(parameter);
    }
    nlohmann::json forbid = nlohmann::json::array();
    while (rng.uniform() < 0.4) {
      forbid.push_back({{"all", {random_condition(rng, count), random_condition(rng, count)}}});
    }
    auto result = search::SearchSpace::from_json(space, forbid);
    search::Rng probe(1);
    if (result && result->sample(probe)) return *result;
  }
}

}  // namespace wattle::test
