// SPDX-License-Identifier: MIT
// Search spaces written as JSON, for tests.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "search/space/search_space.h"

namespace wattle::test {

/// The space, or a failed test and an empty space.
inline search::SearchSpace space_of(const nlohmann::json& space,
                                    const nlohmann::json& forbid = nullptr) {
  const auto result = search::SearchSpace::from_json(space, forbid);
  if (result) return *result;
  for (const search::Fault& fault : result.error()) {
    ADD_FAILURE() << fault.pointer << ": " << fault.value << " - expected " << fault.expected;
  }
  return {};
}

inline search::SearchSpace space_of(const char* space, const char* forbid = "null") {
  return space_of(nlohmann::json::parse(space), nlohmann::json::parse(forbid));
}

/// Two numbers on [0, 1].
inline search::SearchSpace square() {
  return space_of(R"({"x": {"type": "float", "low": 0, "high": 1},
                      "y": {"type": "float", "low": 0, "high": 1}})");
}

}  // namespace wattle::test
