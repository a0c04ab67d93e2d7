// SPDX-License-Identifier: MIT
// The tables of reference/*.json; each names the script that wrote it.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wattle::test {

/// One list or case of a table, which must not be empty. By value: a loop may run over the result.
inline nlohmann::json reference_table(const std::string& name, const std::string& member) {
  std::ifstream in(std::string(WATTLE_SOURCE_DIR) + "/tests/search/statistics/reference/" + name +
                   ".json");
  nlohmann::json found = nlohmann::json::parse(in).at(member);
  EXPECT_FALSE(found.empty()) << name << " " << member;
  return found;
}

inline std::vector<double> numbers(const nlohmann::json& list) {
  return list.get<std::vector<double>>();
}

/// Sums, ranks and distributions of a few dozen numbers in another order: a few hundred eps.
inline constexpr double kTableDigits = 1e-11;

/// Equal to so many digits.
inline void expect_digits(double value, double expected, double relative = kTableDigits) {
  EXPECT_NEAR(value, expected, relative * std::abs(expected));
}

}  // namespace wattle::test
