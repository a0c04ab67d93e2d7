// SPDX-License-Identifier: MIT
#include "search/study/told_json.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "energy/text/join.h"
#include "search/scenario/faults.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

/// Values of a list that are named in a fault: about one line.
constexpr std::size_t kValuesShown = 12;

std::string listed(const std::vector<Value>& values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), kValuesShown); ++i) {
    text += (i == 0 ? "" : ", ") + json_text(values[i]);
  }
  return values.size() > kValuesShown ? text + ", ..." : text;
}

std::string domain_in_words(const Parameter& parameter) {
  if (!parameter.numeric()) {
    return (parameter.values.size() == 1 ? "the value " : "one of ") + listed(parameter.values);
  }
  return (parameter.kind == ParameterKind::kInt ? "an integer from " : "a number from ") +
         number_text(parameter.low) + " to " + number_text(parameter.high) +
         (parameter.step ? " in steps of " + number_text(*parameter.step) : "");
}

/// The choice closest to a misspelt one.
std::string nearest_value(const Parameter& parameter, const Value& written) {
  if (!written.is_string()) return {};
  std::vector<std::string> texts;
  for (const Value& known : parameter.values) {
    if (known.is_string()) texts.push_back(known.get<std::string>());
  }
  return nearest_of(written.get_ref<const std::string&>(), texts);
}

class PointReader {
 public:
  PointReader(const SearchSpace& space, std::string pointer)
      : space_(space), pointer_(std::move(pointer)) {}

  Validated<Parameters> read(const nlohmann::json& values) {
    if (!values.is_object()) {
      return tl::unexpected(Faults{fault_at(pointer_, values, "an object of values by parameter")});
    }
    reject_unknown(values);
    for (const Parameter& parameter : space_.parameters()) read_value(parameter, values);
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    Parameters point(std::move(point_));
    if (const auto problem = space_.violation(point)) {
      return tl::unexpected(
          Faults{fault_at(pointer_, point.json(), "an allowed point; this one: " + *problem)});
    }
    return point;
  }

 private:
  void reject_unknown(const nlohmann::json& values) {
    std::vector<std::string> names;
    for (const Parameter& parameter : space_.parameters()) names.push_back(parameter.name);
    for (const auto& [name, value] : values.items()) {
      if (space_.find(name) != nullptr) continue;
      faults_.push_back(fault_at(child_pointer(pointer_, name), value,
                                 "a parameter of the space: " + join(names),
                                 nearest_of(name, names)));
    }
  }

  /// Conditions speak of parameters before this one, whose values are in `point_` by now.
  void read_value(const Parameter& parameter, const nlohmann::json& values) {
    const auto written = values.find(parameter.name);
    const bool given = written != values.end();
    if (!decidable(parameter)) return;
    if (parameter.when && !parameter.when->holds(point_)) {
      if (!given) return;
      blame(parameter, fault_at(place_of(parameter), *written,
                                "no value: " + parameter.name + " is active only when " +
                                    json_text(parameter.when->json())));
    } else if (!given) {
      blame(parameter, missing_at(place_of(parameter), domain_in_words(parameter)));
    } else {
      const Value& value = point_[parameter.name] = parameter.canonical(*written);
      if (parameter.contains(value)) return;
      blame(parameter, fault_at(place_of(parameter), *written, domain_in_words(parameter),
                                nearest_value(parameter, *written)));
    }
  }

  std::string place_of(const Parameter& parameter) const {
    return child_pointer(pointer_, parameter.name);
  }

  void blame(const Parameter& parameter, Fault fault) {
    faults_.push_back(std::move(fault));
    faulty_.insert(parameter.name);
  }

  /// False when its condition rests on a faulty value: it would only repeat that fault.
  bool decidable(const Parameter& parameter) {
    if (!parameter.when || faulty_.empty()) return true;
    const std::vector<std::string> names = parameter.when->parameters();
    const bool sound = std::none_of(names.begin(), names.end(), [&](const std::string& name) {
      return faulty_.count(name) > 0;
    });
    if (!sound) faulty_.insert(parameter.name);
    return sound;
  }

  const SearchSpace& space_;
  const std::string pointer_;
  nlohmann::json point_ = nlohmann::json::object();
  std::set<std::string> faulty_;  ///< parameters with a fault, or that rest on one with a fault
  Faults faults_;
};

}  // namespace

Validated<Parameters> read_point(const nlohmann::json& values, const SearchSpace& space,
                                 const std::string& pointer) {
  return PointReader(space, pointer).read(values);
}

Validated<Metrics> read_metrics(const nlohmann::json& metrics, const std::string& pointer) {
  if (!metrics.is_object()) {
    return tl::unexpected(Faults{fault_at(pointer, metrics, "an object of numbers by metric")});
  }
  Metrics read;
  Faults faults;
  for (const auto& [name, value] : metrics.items()) {
    if (value.is_number() || value.is_null()) {
      read[name] = value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
    } else {
      faults.push_back(fault_at(child_pointer(pointer, name), value,
                                "a number, or null for one that is not finite"));
    }
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return read;
}

}  // namespace wattle::search
