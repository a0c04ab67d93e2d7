// SPDX-License-Identifier: MIT
// Scenarios to break, and ways to say what is wrong with them.
#pragma once

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/scenario/scenario.h"

namespace wattle::search {

/// A small valid scenario that trains.
inline nlohmann::json train_sample() {
  return nlohmann::json::parse(R"({
    "name": "sample",
    "objective": {
      "kind": "train",
      "data": {"name": "digits"},
      "model": {"family": "mlp", "hidden": ["$width"]},
      "training": {"optimizer": "$optimizer", "learning_rate": "$rate", "momentum": "$momentum"}
    },
    "space": {
      "rate": {"type": "float", "low": 0.001, "high": 0.1, "scale": "log"},
      "width": {"type": "int", "low": 8, "high": 64},
      "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
      "momentum": {"type": "float", "low": 0, "high": 0.9, "when": {"optimizer": "sgd"}}
    },
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "budget": {"trials": 3}
  })");
}

/// A small valid scenario on a test function.
inline nlohmann::json function_sample() {
  return nlohmann::json::parse(R"({
    "name": "sample",
    "objective": {"kind": "function", "name": "branin"},
    "space": {
      "x0": {"type": "float", "low": -5, "high": 10},
      "x1": {"type": "float", "low": 0, "high": 15}
    },
    "goal": {"kind": "best", "metric": "value"},
    "budget": {"trials": 3}
  })");
}

/// `document` with the member at a JSON pointer set.
inline nlohmann::json with(nlohmann::json document, const std::string& pointer,
                           const nlohmann::json& value) {
  document[nlohmann::json::json_pointer(pointer)] = value;
  return document;
}

/// `document` without the member at a JSON pointer.
inline nlohmann::json without(nlohmann::json document, const std::string& pointer) {
  const nlohmann::json::json_pointer place(pointer);
  document[place.parent_pointer()].erase(place.back());
  return document;
}

inline std::vector<Fault> faults_of(const nlohmann::json& document) {
  const auto scenario = validate_scenario(document);
  return scenario ? std::vector<Fault>{} : scenario.error();
}

inline std::vector<std::string> pointers(const std::vector<Fault>& faults) {
  std::vector<std::string> places;
  for (const Fault& fault : faults) places.push_back(fault.pointer);
  return places;
}

inline auto IsFaultAt(const std::string& pointer) {
  return testing::Field("pointer", &Fault::pointer, pointer);
}
inline auto IsFaultAt(const std::string& pointer, const std::string& words) {
  return testing::AllOf(IsFaultAt(pointer),
                        testing::Field("expected", &Fault::expected, testing::HasSubstr(words)));
}
inline auto Nearest(const std::string& name) {
  return testing::Field("nearest", &Fault::nearest, name);
}

inline void PrintTo(const Fault& fault, std::ostream* out) { *out << to_text(fault); }

}  // namespace wattle::search
