// SPDX-License-Identifier: MIT
#include "search/service/hosted_scenario.h"

#include <algorithm>
#include <string>
#include <utility>

#include "search/scenario/faults.h"
#include "search/scenario/json_reader.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

bool is_text(const json& value, std::string_view text) {
  return value.is_string() && value.get_ref<const std::string&>() == text;
}

/// The member below `object`, or null.
json member(const json& object, const char* name) {
  return object.is_object() ? object.value(name, json()) : json();
}

void refuse_other_files(const json& document, Faults& faults) {
  for (const char* name : {"extends", "warm_start"}) {
    const json value = member(document, name);
    if (value.is_null()) continue;
    faults.push_back(fault_at(child_pointer("", name), value,
                              "a scenario that stands alone: the service opens no other file"));
  }
}

void refuse_programs(const json& document, Faults& faults) {
  const json kind = member(member(document, "objective"), "kind");
  for (const char* refused : {"command", "table", "imported"}) {
    if (!is_text(kind, refused)) continue;
    faults.push_back(fault_at("/objective/kind", kind,
                              "train, function, or no objective at all: what else there is runs by "
                              "`wattle tune`"));
  }
  const json command = member(member(document, "energy"), "command");
  if (!command.is_null()) {
    faults.push_back(fault_at("/energy/command", command, "no program of the worker's"));
  }
  const json meter = member(member(document, "energy"), "meter");
  const std::string text = meter.is_string() ? meter.get<std::string>() : "";
  if (text.find("command") == std::string::npos && text.find("replay") == std::string::npos) return;
  faults.push_back(fault_at("/energy/meter", meter,
                            "a meter that runs no program and reads no file of the worker's"));
}

/// Whether it leads out of the folder that it starts from.
bool leads_out(const std::string& name) {
  if (name.empty()) return false;
  if (name.front() == '/' || name.front() == '~') return true;
  const std::filesystem::path path(name);
  return std::find(path.begin(), path.end(), "..") != path.end();
}

/// Recursion is as deep as the document, which is shallow.
void refuse_ways_out(const json& value, const std::string& pointer, Faults& faults) {
  if (value.is_string() && leads_out(value.get_ref<const std::string&>())) {
    faults.push_back(fault_at(pointer, value, "a name within the worker's folder of files"));
  } else if (value.is_structured()) {
    for (const auto& [name, child] : value.items()) {
      refuse_ways_out(child, child_pointer(pointer, name), faults);
    }
  }
}

Validated<Scenario> validate(const json& document, const std::filesystem::path& folder) {
  return document.contains("objective") ? validate_scenario(document, folder)
                                        : validate_ask_tell(document, folder);
}

}  // namespace

Faults reaches_out(const json& document) {
  if (!document.is_object() || !is_shallow(document)) {
    return {fault_at({}, document, "a scenario: an object")};
  }
  Faults faults;
  refuse_other_files(document, faults);
  refuse_programs(document, faults);
  refuse_ways_out(member(document, "objective"), "/objective", faults);
  return faults;
}

Validated<Scenario> new_scenario(const json& document) {
  Faults faults = reaches_out(document);
  if (!document.is_object()) return tl::unexpected(std::move(faults));
  if (!document.contains("name")) {
    faults.push_back(missing_at("/name", "the study's name"));
  }
  if (!document.contains("budget")) {
    faults.push_back(missing_at("/budget", "a budget, so that the study ends: {\"trials\": 50}"));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return validate(document, {});
}

Result<Scenario> kept_scenario(const StudyRecord& record, const std::filesystem::path& folder) {
  auto scenario = validate(record.scenario, folder);
  if (scenario) return std::move(*scenario);
  return fail(ErrorCode::kInvalidArgument,
              "the scenario of " + record.name +
                  " is not valid any more: " + to_text(scenario.error().front()));
}

}  // namespace wattle::search
