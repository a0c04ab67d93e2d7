// SPDX-License-Identifier: MIT
// Small searches to ask and to tell.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "search/study/ask_tell.h"

namespace wattle::test {

/// Two numbers on [0, 1] and a count; minimise "value".
inline nlohmann::json numeric_problem() {
  return nlohmann::json::parse(R"({
    "space": {"x": {"type": "float", "low": 0, "high": 1},
              "y": {"type": "float", "low": 0.001, "high": 1, "scale": "log"},
              "n": {"type": "int", "low": 1, "high": 8}},
    "goal": {"kind": "best", "metric": "value", "direction": "minimize"},
    "strategy": {"kind": "random"},
    "seed": 5})");
}

/// Four points.
inline nlohmann::json tiny_problem() {
  nlohmann::json problem = numeric_problem();
  problem["space"] = {{"a", {{"type", "categorical"}, {"choices", {"p", "q"}}}},
                      {"b", {{"type", "int"}, {"low", 1}, {"high", 2}}}};
  return problem;
}

/// `problem` with one member replaced.
inline nlohmann::json with_member(nlohmann::json problem, const char* member,
                                  nlohmann::json value) {
  problem[member] = std::move(value);
  return problem;
}

/// `numeric_problem` with a goal that needs joules.
inline nlohmann::json weighted_problem() {
  return with_member(numeric_problem(), "goal",
                     {{"kind", "weighted"},
                      {"metric", "value"},
                      {"direction", "minimize"},
                      {"points_per_decade", 0.5}});
}

/// The search, or a failed test and nothing.
inline std::optional<search::AskTell> open_search(const nlohmann::json& problem) {
  const auto scenario = search::validate_ask_tell(problem);
  if (!scenario) {
    for (const search::Fault& fault : scenario.error()) ADD_FAILURE() << to_text(fault);
    return std::nullopt;
  }
  auto made = search::AskTell::create(*scenario);
  if (!made) {
    ADD_FAILURE() << made.error().message;
    return std::nullopt;
  }
  return std::move(*made);
}

/// A bowl with its bottom at 0.3, over the numbers among the parameters.
inline double bowl(const search::Parameters& parameters) {
  double sum = 0.0;
  for (const auto& [name, value] : parameters.json().items()) {
    if (value.is_number()) sum += (value.get<double>() - 0.3) * (value.get<double>() - 0.3);
  }
  return sum;
}

/// Asks for one trial; fails the test when there is none.
inline search::Trial ask_one(search::AskTell& search) {
  const auto asked = search.ask(1);
  if (asked && asked->trials.size() == 1) return asked->trials.front();
  ADD_FAILURE() << (asked ? asked->exhausted : to_text(asked.error()));
  return {};
}

/// Asks and tells `count` trials, one after another.
inline void run_trials(search::AskTell& search, int count) {
  for (int i = 0; i < count; ++i) {
    const search::Trial trial = ask_one(search);
    EXPECT_TRUE(search.tell(trial.number, {{"value", bowl(trial.parameters)}}));
  }
}

}  // namespace wattle::test
