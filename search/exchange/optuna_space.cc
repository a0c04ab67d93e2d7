// SPDX-License-Identifier: MIT
#include "search/exchange/optuna_space.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "search/scenario/field.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

bool ended_with_all_parameters(const OptunaTrial& trial) {
  return trial.state == "COMPLETE" || trial.state == "PRUNED";
}

std::vector<OptunaPoint> points_of(const OptunaStudy& study) {
  std::vector<OptunaPoint> points;
  for (const OptunaTrial& trial : study.trials) {
    if (!ended_with_all_parameters(trial)) continue;
    OptunaPoint point;
    for (const OptunaParameter& parameter : trial.parameters) {
      point[parameter.name] = value_of(parameter);
    }
    points.push_back(std::move(point));
  }
  return points;
}

/// One parameter's distributions, widened trial by trial.
class Domain {
 public:
  /// False when it is another kind of domain than before, or none that is known.
  bool widen(const json& distribution) {
    const std::string kind = distribution.value("name", std::string());
    const json attributes = distribution.value("attributes", json::object());
    if (kind == "CategoricalDistribution") return widen_choices(attributes);
    if (kind == "IntDistribution") return widen_range("int", attributes);
    if (kind == "FloatDistribution") return widen_range("float", attributes);
    return false;
  }

  json parameter() const {
    if (type_ == "categorical") return {{"type", type_}, {"choices", choices_}};
    if (low_ == high_) return {{"type", "constant"}, {"value", low_}};
    json written = {{"type", type_}, {"low", low_}, {"high", high_}};
    if (log_) written["scale"] = "log";
    if (!step_.is_null() && !(type_ == "int" && step_ == 1)) written["step"] = step_;
    return written;
  }

 private:
  bool widen_choices(const json& attributes) {
    const json choices = attributes.value("choices", json::array());
    if (!type_.empty()) return type_ == "categorical" && choices == choices_;
    type_ = "categorical";
    choices_ = choices;
    return choices.is_array();
  }

  bool widen_range(const std::string& type, const json& attributes) {
    if (!attributes.contains("low") || !attributes.contains("high")) return false;
    const json& low = attributes["low"];
    const json& high = attributes["high"];
    const bool log = attributes.value("log", false);
    const json step = log ? json() : attributes.value("step", json());
    if (type_.empty()) {
      type_ = type;
      log_ = log;
      low_ = low;
      high_ = high;
      step_ = step;
      return low.is_number() && high.is_number();
    }
    if (type != type_ || log != log_) return false;
    if (step != step_ || !on_one_grid(low)) step_ = json();
    low_ = std::min(low_, low);
    high_ = std::max(high_, high);
    return true;
  }

  /// Whether values of a range that begins at `low` are values of the one so far.
  bool on_one_grid(const json& low) const {
    if (step_.is_null() || low == low_) return true;
    const double steps = (low.get<double>() - low_.get<double>()) / step_.get<double>();
    constexpr double kTolerance = 1e-9;
    return std::abs(steps - std::round(steps)) <= kTolerance;
  }

  std::string type_;
  json low_, high_, step_, choices_;
  bool log_ = false;
};

/// By Optuna's names. A parameter of several kinds is told once.
std::map<std::string, Domain> domains_of(const OptunaStudy& study, Faults& faults) {
  std::map<std::string, Domain> domains;
  std::set<std::string> refused;
  for (const OptunaTrial& trial : study.trials) {
    for (const OptunaParameter& parameter : trial.parameters) {
      if (domains[parameter.name].widen(parameter.distribution)) continue;
      if (!refused.insert(parameter.name).second) continue;
      faults.push_back(
          fault_at("parameter " + parameter.name + ", trial " + std::to_string(trial.number),
                   parameter.distribution,
                   "a float, int or categorical distribution, of one kind, scale and list of "
                   "choices in all trials"));
    }
  }
  return domains;
}

}  // namespace

json value_of(const OptunaParameter& parameter) {
  const std::string kind = parameter.distribution.value("name", std::string());
  if (kind == "IntDistribution") return std::llround(parameter.value);
  if (kind != "CategoricalDistribution") return parameter.value;
  const json choices = parameter.distribution["attributes"].value("choices", json::array());
  const auto index = static_cast<std::size_t>(std::max(0.0, parameter.value));
  return index < choices.size() ? choices[index] : json();
}

std::map<std::string, std::string> identifiers_of(const OptunaStudy& study) {
  std::set<std::string> written;
  for (const OptunaTrial& trial : study.trials) {
    for (const OptunaParameter& parameter : trial.parameters) written.insert(parameter.name);
  }
  std::map<std::string, std::string> names;
  std::set<std::string> taken;
  for (const std::string& name : written) {
    if (is_identifier(name)) taken.insert(names[name] = name);
  }
  for (const std::string& name : written) {
    if (names.count(name) > 0) continue;
    std::string plain;
    for (const char c : name) plain += is_identifier("_" + std::string(1, c)) ? c : '_';
    if (!is_identifier(plain)) plain.insert(0, "_");
    std::string unique = plain;
    for (int n = 2; !taken.insert(unique).second; ++n) unique = plain + "_" + std::to_string(n);
    names[name] = unique;
  }
  return names;
}

Validated<OptunaSpace> space_of(const OptunaStudy& study,
                                const std::map<std::string, std::string>& names) {
  Faults faults;
  const std::map<std::string, Domain> domains = domains_of(study, faults);
  const std::vector<OptunaPoint> points = points_of(study);
  OptunaSpace result{json::object(), {}};
  for (const auto& [name, domain] : domains) {
    const auto has = [&, name = name](const OptunaPoint& point) { return point.count(name) > 0; };
    const auto present = std::count_if(points.begin(), points.end(), has);
    json& parameter = result.space[names.at(name)] = domain.parameter();
    if (present == static_cast<std::ptrdiff_t>(points.size())) continue;
    parameter["when"] = condition_of(name, points, names);
    if (!parameter["when"].is_null()) {
      result.notes.push_back(names.at(name) + " is taken to be active when " +
                             json_text(parameter["when"]) + ", as the trials show");
      continue;
    }
    faults.push_back(fault_at(
        "parameter " + name,
        std::to_string(present) + " of " + std::to_string(points.size()) + " trials",
        "all trials, or another parameter whose values tell which; --scenario FILE can say when "
        "it is active"));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return result;
}

}  // namespace wattle::search
