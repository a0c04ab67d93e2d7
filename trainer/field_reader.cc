// SPDX-License-Identifier: MIT
#include "trainer/field_reader.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace wattle::trainer {
namespace {

const nlohmann::json& null_json() {
  static const nlohmann::json null;
  return null;
}

}  // namespace

bool Range::holds(double value) const {
  const bool above = low_open ? value > low : value >= low;
  const bool below = high_open ? value < high : value <= high;
  return above && below;
}

std::string Range::text() const {
  std::ostringstream out;
  out << (low_open ? '(' : '[') << low << ", " << high << (high_open ? ')' : ']');
  return out.str();
}

std::string join(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    joined.append(joined.empty() ? "" : ", ").append(name);
  }
  return joined;
}

FieldReader::FieldReader(const nlohmann::json& object, std::string where)
    : object_(&object), where_(std::move(where)) {
  if (!object.is_object() && !object.is_null()) {
    fault_ = Error{ErrorCode::kInvalidArgument, where_ + ": expected an object", {}};
    object_ = &null_json();
  }
}

bool FieldReader::has(const std::string& name) const { return object_->contains(name); }

const nlohmann::json* FieldReader::find(const std::string& name) {
  known_.insert(name);
  const auto found = object_->find(name);
  return object_->is_object() && found != object_->end() ? &*found : nullptr;
}

void FieldReader::reject(const std::string& name, const std::string& message) {
  if (!fault_) {
    fault_ = Error{ErrorCode::kInvalidArgument, where_ + "." + name + ": " + message, {}};
  }
}

void FieldReader::adopt(std::optional<Error> fault) {
  if (!fault_) {
    fault_ = std::move(fault);
  }
}

double FieldReader::real(const std::string& name, double fallback, const Range& range) {
  const nlohmann::json* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_number() || !range.holds(value->get<double>())) {
    reject(name, value->dump() + " is not a number in " + range.text());
    return fallback;
  }
  return value->get<double>();
}

std::optional<std::int64_t> FieldReader::whole_number(const std::string& name,
                                                      const nlohmann::json& value,
                                                      const Range& range) {
  if (!value.is_number() || !range.holds(value.get<double>()) ||
      value.get<double>() != std::floor(value.get<double>())) {
    reject(name, value.dump() + " is not a whole number in " + range.text());
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value.get<double>());
}

std::int64_t FieldReader::integer(const std::string& name, std::int64_t fallback,
                                  const Range& range) {
  const nlohmann::json* value = find(name);
  return value == nullptr ? fallback : whole_number(name, *value, range).value_or(fallback);
}

bool FieldReader::boolean(const std::string& name, bool fallback) {
  const nlohmann::json* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_boolean()) {
    reject(name, value->dump() + " is neither true nor false");
    return fallback;
  }
  return value->get<bool>();
}

std::string FieldReader::text(const std::string& name, const std::string& fallback) {
  const nlohmann::json* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_string()) {
    reject(name, value->dump() + " is not a string");
    return fallback;
  }
  return value->get<std::string>();
}

std::string FieldReader::choice(const std::string& name, const std::string& fallback,
                                const std::vector<std::string>& choices) {
  std::string value = text(name, fallback);
  for (const std::string& candidate : choices) {
    if (candidate == value) {
      return value;
    }
  }
  reject(name, "\"" + value + "\" is none of " + join(choices));
  return fallback;
}

std::vector<std::int64_t> FieldReader::integers(const std::string& name,
                                                const std::vector<std::int64_t>& fallback,
                                                const Range& range) {
  const nlohmann::json* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_array()) {
    reject(name, value->dump() + " is not a list of whole numbers");
    return fallback;
  }
  std::vector<std::int64_t> numbers;
  for (const nlohmann::json& element : *value) {
    const auto number = whole_number(name, element, range);
    if (!number) {
      return fallback;
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<double> FieldReader::reals(const std::string& name, const std::vector<double>& fallback,
                                       const Range& range) {
  const nlohmann::json* value = find(name);
  if (value == nullptr) {
    return fallback;
  }
  const auto fits = [&range](const nlohmann::json& element) {
    return element.is_number() && range.holds(element.get<double>());
  };
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), fits)) {
    reject(name, value->dump() + " is not a list of numbers in " + range.text());
    return fallback;
  }
  return value->get<std::vector<double>>();
}

const nlohmann::json& FieldReader::member(const std::string& name) {
  const nlohmann::json* value = find(name);
  return value == nullptr ? null_json() : *value;
}

std::optional<Error> FieldReader::fault() {
  if (!fault_ && object_->is_object()) {
    for (const auto& [name, value] : object_->items()) {
      if (!known_.contains(name)) {
        reject(name, "unknown member; known are " +
                         join(std::vector<std::string>(known_.begin(), known_.end())));
      }
    }
  }
  return fault_;
}

}  // namespace wattle::trainer
