// SPDX-License-Identifier: MIT
// Members of JSON objects, read strictly.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Reads the members of one object. What is missing or of another type is a fault at
/// `place`/<name>, and reads as a default. The object and the faults must outlive it.
class MemberReader {
 public:
  MemberReader(const nlohmann::json& object, std::string place, Faults& faults)
      : object_(object), place_(std::move(place)), faults_(faults) {}

  std::string text(const char* name) const;
  bool flag(const char* name) const;
  /// Of 0 and more.
  int count(const char* name) const;
  double number(const char* name) const;
  /// null reads as 0: nobody counted.
  double amount(const char* name) const;
  /// null reads as `otherwise`.
  double number_or(const char* name, double otherwise) const;
  const nlohmann::json& object(const char* name) const;
  const nlohmann::json& list(const char* name) const;
  bool is_null(const char* name) const;
  /// For members that may be absent.
  bool has(const char* name) const { return object_.is_object() && object_.contains(name); }

  std::string place_of(const char* name) const { return place_ + "/" + name; }
  Faults& faults() const { return faults_; }
  /// A member of the right type is wrong.
  void blame(const char* name, std::string expected, std::string nearest = {}) const;

 private:
  /// Null after a fault.
  const nlohmann::json* find(const char* name, bool (*fits)(const nlohmann::json&),
                             const char* expected) const;

  const nlohmann::json& object_;
  std::string place_;
  Faults& faults_;
};

}  // namespace wattle::search
