// SPDX-License-Identifier: MIT
#include "search/space/parameter_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "energy/text/join.h"
#include "energy/text/nearest_name.h"
#include "search/space/json_place.h"
#include "search/space/names_of.h"
#include "search/space/value_hash.h"

namespace wattle::search {
namespace {

struct KindRow {
  const char* name;
  ParameterKind kind;
  std::vector<std::string> members;  ///< besides "type" and "when"
};

const std::vector<KindRow>& kind_rows() {
  static const std::vector<KindRow> rows{
      {"float", ParameterKind::kFloat, {"low", "high", "scale", "step", "levels"}},
      {"int", ParameterKind::kInt, {"low", "high", "scale", "step", "levels"}},
      {"ordinal", ParameterKind::kOrdinal, {"values"}},
      {"categorical", ParameterKind::kCategorical, {"choices"}},
      {"constant", ParameterKind::kConstant, {"value"}},
  };
  return rows;
}

constexpr std::array<std::pair<const char*, Scale>, 3> kScales{{
    {"linear", Scale::kLinear},
    {"log", Scale::kLog},
    {"reverse_log", Scale::kReverseLog},
}};

class ParameterReader {
 public:
  ParameterReader(const nlohmann::json& json, const std::string& pointer,
                  std::vector<Fault>& faults)
      : json_(json), pointer_(pointer), faults_(faults) {}

  Parameter read(const std::string& name) {
    parameter_.name = name;
    if (!json_.is_object()) {
      faults_.push_back({pointer_, json_text(json_), "an object with a \"type\"", {}});
      return std::move(parameter_);
    }
    const KindRow* row = read_type();
    if (row != nullptr) {
      reject_unknown_members(*row);
      parameter_.kind = row->kind;
      if (parameter_.numeric()) {
        read_range();
      } else {
        read_values(row->members.front());
      }
    }
    read_when();
    return std::move(parameter_);
  }

 private:
  /// The member, or nullptr when there is none.
  const nlohmann::json* member(const char* name) const {
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }

  void fault(const std::string& name, std::string expected, std::string nearest = {}) {
    const nlohmann::json* value = member(name.c_str());
    faults_.push_back({child_pointer(pointer_, name), value == nullptr ? "" : json_text(*value),
                       std::move(expected), std::move(nearest)});
  }

  const KindRow* read_type() {
    const nlohmann::json* type = member("type");
    const bool text = type != nullptr && type->is_string();
    const std::string written = text ? type->get<std::string>() : std::string();
    for (const KindRow& row : kind_rows()) {
      if (written == row.name) return &row;
    }
    const auto names = names_of(kind_rows(), &KindRow::name);
    fault("type", "one of: " + join(names), nearest_name(written, names));
    return nullptr;
  }

  void reject_unknown_members(const KindRow& row) {
    std::vector<std::string> known = row.members;
    known.insert(known.end(), {"type", "when"});
    for (const auto& [name, value] : json_.items()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      fault(name, std::string("a member of ") + row.name + ": " + join(known),
            nearest_name(name, known));
    }
  }

  /// A finite number, whole and of at most 2^53 for integers.
  std::optional<double> read_number(const char* name) {
    const bool whole = parameter_.kind == ParameterKind::kInt;
    const nlohmann::json* written = member(name);
    if (written != nullptr && written->is_number()) {
      const double number = written->get<double>();
      if (std::isfinite(number) && (!whole || is_whole(number))) return number;
    }
    fault(name, whole ? "a whole number of at most 2^53" : "a finite number");
    return std::nullopt;
  }

  void read_range() {
    const std::optional<double> low = read_number("low");
    const std::optional<double> high = read_number("high");
    read_scale();
    read_levels();
    if (low && high) check_range(*low, *high);
    if (member("step") != nullptr) read_step(low && high && *low <= *high);
  }

  void check_range(double low, double high) {
    parameter_.low = low;
    parameter_.high = high;
    if (low > high) fault("low", "a number of at most high (" + json_text(*member("high")) + ")");
    if (parameter_.scale != Scale::kLinear && low <= 0.0) {
      fault("low", "a number above 0 (logarithmic scale)");
    }
    if (!std::isfinite(high - low) || !std::isfinite(high + low)) {
      fault("high", "a range whose width is a finite number");
    }
  }

  void read_scale() {
    const nlohmann::json* scale = member("scale");
    if (scale == nullptr) return;
    const std::string written = scale->is_string() ? scale->get<std::string>() : std::string();
    for (const auto& [name, value] : kScales) {
      if (written == name) {
        parameter_.scale = value;
        return;
      }
    }
    const auto names = names_of(kScales, [](const auto& row) { return row.first; });
    fault("scale", "one of: " + join(names), nearest_name(written, names));
  }

  void read_levels() {
    const nlohmann::json* levels = member("levels");
    if (levels == nullptr) return;
    const double count = levels->is_number_integer() ? levels->get<double>() : 0.0;
    if (count >= 1.0 && count <= kMostLevels) {
      parameter_.levels = static_cast<int>(count);
    } else {
      fault("levels", "a whole number from 1 to " + std::to_string(kMostLevels));
    }
  }

  void read_step(bool range_is_sound) {
    const std::optional<double> step = read_number("step");
    if (!step) return;
    const double width = parameter_.high - parameter_.low;
    if (*step <= 0.0) {
      fault("step", "a number above 0");
    } else if (range_is_sound && width > 0.0 && *step > width) {
      fault("step", "a number of at most high - low");
    } else if (range_is_sound && width / *step > kLargestInteger) {
      fault("step", "at most 2^53 steps from low to high");
    } else {
      parameter_.step = step;
    }
  }

  void read_values(const std::string& name) {
    const nlohmann::json* written = member(name.c_str());
    if (parameter_.kind == ParameterKind::kConstant) {
      if (written == nullptr) return fault(name, "the value, any JSON");
      parameter_.values = {*written};
      return;
    }
    if (written == nullptr || !written->is_array() || written->empty()) {
      return fault(name, "a list of one or more values");
    }
    std::unordered_set<Value, ValueHash> seen;
    for (std::size_t i = 0; i < written->size(); ++i) {
      const Value& value = (*written)[i];
      if (!seen.insert(value).second) {
        faults_.push_back({child_pointer(child_pointer(pointer_, name), std::to_string(i)),
                           json_text(value),
                           "a value that is not in the list already",
                           {}});
      }
      parameter_.values.push_back(value);
    }
  }

  void read_when() {
    const nlohmann::json* when = member("when");
    if (when == nullptr) return;
    Validated<Condition> condition = Condition::from_json(*when, child_pointer(pointer_, "when"));
    if (condition) {
      parameter_.when = std::move(*condition);
    } else {
      faults_.insert(faults_.end(), condition.error().begin(), condition.error().end());
    }
  }

  const nlohmann::json& json_;
  const std::string& pointer_;
  std::vector<Fault>& faults_;
  Parameter parameter_;
};

}  // namespace

Parameter read_parameter(const std::string& name, const nlohmann::json& json,
                         const std::string& pointer, std::vector<Fault>& faults) {
  return ParameterReader(json, pointer, faults).read(name);
}

}  // namespace wattle::search
