// SPDX-License-Identifier: MIT
// A hyperparameter's value, and an assignment of values.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace wattle::search {

/// A parameter's value as JSON writes it: number (float parameters: double; int parameters: int64),
/// or, for categorical and ordinal parameters, any JSON.
using Value = nlohmann::json;

/// One immutable assignment of values to the active parameters, by name.
class Parameters {
 public:
  Parameters() : values_(nlohmann::json::object()) {}
  /// `values` must be a JSON object.
  explicit Parameters(nlohmann::json values) : values_(std::move(values)) {}

  bool has(std::string_view name) const { return values_.contains(name); }
  /// The value, or null when the parameter is not active.
  const Value* find(std::string_view name) const {
    const auto it = values_.find(name);
    return it == values_.end() ? nullptr : &*it;
  }
  /// The value as a double, an int, a std::string, ... Throws nlohmann::json::exception when the
  /// parameter is not active or its value is of another type; in an objective that fails the trial.
  template <class T>
  T get(std::string_view name) const {
    return values_.at(name).template get<T>();
  }
  /// {"learning_rate": 0.01, ...}, keys sorted.
  const nlohmann::json& json() const { return values_; }
  bool operator==(const Parameters&) const = default;

 private:
  nlohmann::json values_;
};

}  // namespace wattle::search
