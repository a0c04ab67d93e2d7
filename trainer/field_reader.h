// SPDX-License-Identifier: MIT
// Reads the members of a JSON object with their types and ranges, and keeps the first fault.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

/// Values a number may take: [low, high], or without an end that is marked open.
struct Range {
  double low = 0.0;
  double high = 0.0;
  bool low_open = false;
  bool high_open = false;

  bool holds(double value) const;
  std::string text() const;  ///< "(0, 1]"
};

/// Reads one object of an objective. Every getter returns the member's value, or the fallback when
/// the member is absent or something is wrong; `fault()` tells which. Members that no getter asked
/// for are faults too, because a misspelt name must not silently become a default.
/// The object must outlive the reader. Not thread-safe.
class FieldReader {
 public:
  /// `where` names the object in messages ("training"). A null object counts as empty.
  FieldReader(const nlohmann::json& object, std::string where);

  bool has(const std::string& name) const;
  double real(const std::string& name, double fallback, const Range& range);
  /// Takes a floating-point number too when it is whole: arithmetic in a scenario makes such.
  std::int64_t integer(const std::string& name, std::int64_t fallback, const Range& range);
  bool boolean(const std::string& name, bool fallback);
  std::string text(const std::string& name, const std::string& fallback);
  std::string choice(const std::string& name, const std::string& fallback,
                     const std::vector<std::string>& choices);
  std::vector<std::int64_t> integers(const std::string& name,
                                     const std::vector<std::int64_t>& fallback, const Range& range);
  std::vector<double> reals(const std::string& name, const std::vector<double>& fallback,
                            const Range& range);
  /// The member as it is, null when absent; for members with a structure of their own.
  const nlohmann::json& member(const std::string& name);
  /// Records a fault of meaning found by the caller: "training.nesterov: needs momentum".
  void reject(const std::string& name, const std::string& message);
  /// Records what another reader found wrong with a member that is an object; nothing if it found
  /// nothing.
  void adopt(std::optional<Error> fault);

  /// The first fault, or nothing. Call it after the last getter.
  std::optional<Error> fault();

 private:
  const nlohmann::json* find(const std::string& name);
  std::optional<std::int64_t> whole_number(const std::string& name, const nlohmann::json& value,
                                           const Range& range);

  const nlohmann::json* object_;
  std::string where_;
  std::set<std::string> known_;
  std::optional<Error> fault_;
};

/// The names with commas in between, for messages.
std::string join(const std::vector<std::string>& names);

}  // namespace wattle::trainer
