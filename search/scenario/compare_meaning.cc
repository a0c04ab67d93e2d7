// SPDX-License-Identifier: MIT
#include "search/scenario/compare_meaning.h"

#include <algorithm>
#include <string>
#include <vector>

#include "energy/text/join.h"
#include "search/scenario/field.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> check_strategies(const json& strategies, Faults& faults) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < strategies.size(); ++i) {
    const std::string name = strategies[i];
    if (has(names, name)) {
      faults.push_back(
          fault_at("/compare/strategies/" + std::to_string(i), name, "each strategy once"));
    }
    names.push_back(name);
  }
  return names;
}

}  // namespace

Faults check_compare(const json& compare) {
  Faults faults;
  std::vector<std::string> names = check_strategies(compare.at("strategies"), faults);
  const json arms = compare.value("arms", json::object());
  for (const auto& [name, change] : arms.items()) {
    const std::string place = child_pointer("/compare/arms", name);
    if (has(names, name)) faults.push_back(fault_at(place, name, "a name that no strategy has"));
    if (!change.is_object() || change.empty()) {
      faults.push_back(fault_at(place, change,
                                "an object with members of the scenario, such as "
                                "{\"strategy\": {\"kind\": \"tpe\"}}"));
    } else if (change.contains("compare") || change.contains("seed")) {
      faults.push_back(fault_at(place, change, "no member compare or seed: they are of all arms"));
    }
    names.push_back(name);
  }
  if (names.size() < 2) {
    faults.push_back(
        fault_at("/compare", names.size(), "two arms at least, in strategies and arms"));
  }
  if (compare.contains("again") && !has(names, compare.at("again"))) {
    const std::string again = compare.at("again");
    faults.push_back(fault_at("/compare/again", again, "the name of an arm: " + join(names),
                              nearest_of(again, names)));
  }
  return faults;
}

}  // namespace wattle::search
