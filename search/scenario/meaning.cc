// SPDX-License-Identifier: MIT
#include "search/scenario/meaning.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "energy/text/join.h"
#include "search/objective/test_functions.h"
#include "search/scenario/command_meaning.h"
#include "search/scenario/compare_meaning.h"
#include "search/scenario/energy_meaning.h"
#include "search/scenario/fields.h"
#include "search/scenario/finalists_meaning.h"
#include "search/scenario/goal_meaning.h"
#include "search/scenario/strategy_meaning.h"
#include "search/scenario/table_meaning.h"

namespace wattle::search {
namespace {

using nlohmann::json;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

void check_metric(const json& document, const std::string& member, Faults& faults) {
  const json& goal = document.at("goal");
  if (!goal.contains(member)) return;
  const std::string metric = goal.at(member);
  const std::string kind = document.at("objective").at("kind");
  const std::vector<std::string> known = metrics_of(document.at("objective"));
  if (std::find(known.begin(), known.end(), metric) != known.end()) return;
  faults.push_back(fault_at("/goal/" + member, metric,
                            "a metric of a " + kind + " objective: " + join(known),
                            nearest_of(metric, known)));
}

void complete_direction(json& goal, Faults& faults) {
  if (goal.contains("direction")) return;
  const std::string metric = goal.at("metric");
  if (ends_with(metric, "accuracy")) {
    goal["direction"] = "maximize";
  } else if (ends_with(metric, "_loss") || metric == "value") {
    goal["direction"] = "minimize";
  } else {
    faults.push_back(missing_at("/goal/direction",
                                "maximize or minimize; " + metric + " has no usual direction"));
  }
}

void check_threshold(const json& goal, Faults& faults) {
  if (goal.at("kind") != "cheapest" || !goal.contains("direction")) return;
  const bool maximise = goal.at("direction") == "maximize";
  const std::string wanted = maximise ? "at_least" : "at_most";
  const std::string other = maximise ? "at_most" : "at_least";
  const std::string sense = std::string("a metric to ") + (maximise ? "maximize" : "minimize") +
                            " is good enough from " + wanted;
  if (goal.contains(other)) {
    faults.push_back(fault_at("/goal/" + other, goal.at(other), "no such bound: " + sense, wanted));
  } else if (!goal.contains(wanted)) {
    faults.push_back(missing_at("/goal/" + wanted, "a number: " + sense));
  }
}

void check_split(const json& data, Faults& faults) {
  const json& validation = data.at("validation");
  const json& test = data.at("test");
  if (!validation.is_number() || !test.is_number()) return;  // a reference
  if (validation.get<double>() + test.get<double>() < 1.0) return;
  faults.push_back(fault_at("/objective/data/test", test,
                            "a share that leaves examples to train on: validation and test "
                            "together below 1"));
}

/// Members that fit some kinds of data only, and parts that go together.
void check_data(const json& data, Faults& faults) {
  check_split(data, faults);
  const std::string pointer = "/objective/data/";
  const json& kind = data.at("kind");
  if (data.contains("augment") && (kind == "csv" || kind == "text")) {
    faults.push_back(fault_at(pointer + "augment", data.at("augment"),
                              "no such member: flips and crops need images"));
  }
  if (data.at("standardise") == true && kind == "text") {
    faults.push_back(fault_at(pointer + "standardise", true, "false: tokens have no mean"));
  }
  if (kind == "images" && data.contains("size") && data.at("size").is_array() &&
      data.at("size").size() != 2) {
    faults.push_back(fault_at(pointer + "size", data.at("size"), "[height, width]"));
  }
  if (kind == "idx" && data.at("idx").is_object() &&
      data.at("idx").contains("test_images") != data.at("idx").contains("test_labels")) {
    faults.push_back(
        fault_at(pointer + "idx", data.at("idx"), "both of test_images and test_labels, or none"));
  }
}

/// Only what is written as a value is held against another value: a reference may fit or not.
void check_training(const json& training, Faults& faults) {
  const std::string pointer = "/objective/training/";
  if (training.at("nesterov") == true && training.at("optimizer") == "sgd" &&
      training.at("momentum") == 0) {
    faults.push_back(fault_at(pointer + "nesterov", true, "false, or a momentum above 0"));
  }
  const json& warmup = training.at("warmup_epochs");
  const json& epochs = training.at("epochs");
  if (warmup.is_number() && epochs.is_number() && warmup > epochs) {
    faults.push_back(fault_at(pointer + "warmup_epochs", warmup,
                              "at most the " + epochs.dump() + " epochs of the training"));
  }
  const json& schedule = training.at("schedule");
  if (warmup.is_number() && warmup > 0 && schedule.is_object() &&
      schedule.at("kind") == "one_cycle") {
    faults.push_back(fault_at(pointer + "warmup_epochs", warmup,
                              "0 with schedule one_cycle, which has its own rise"));
  }
}

void check_train(const json& objective, Faults& faults) {
  if (objective.at("data").is_object()) check_data(objective.at("data"), faults);
  if (objective.at("training").is_object()) check_training(objective.at("training"), faults);
  if (objective.contains("isolation") && objective.at("isolate") != true) {
    faults.push_back(fault_at("/objective/isolation", objective.at("isolation"),
                              "no bounds of workers without \"isolate\": true"));
  }
}

/// Memory is told apart for what runs in processes of its own.
void check_limits(const json& objective, Faults& faults) {
  const json limits = objective.value("limits", json::object());
  if (!limits.contains("memory_mb") || objective.at("kind") == "command") return;
  if (objective.value("isolate", false)) return;
  const bool trains = objective.at("kind") == "train";
  faults.push_back(fault_at("/objective/limits/memory_mb", limits.at("memory_mb"),
                            trains ? "no bound of memory without \"isolate\": true"
                                   : "no bound of memory: a trial has no process of its own"));
}

bool is_numeric(const json& parameter) {
  const std::string type = parameter.at("type");
  if (type == "float" || type == "int") return true;
  const auto is_number = [](const json& value) { return value.is_number(); };
  if (type == "constant") return is_number(parameter.at("value"));
  const json& values = parameter.at(type == "ordinal" ? "values" : "choices");
  return std::all_of(values.begin(), values.end(), is_number);
}

bool is_coordinate(const std::string& name) {
  return name.size() > 1 && name.front() == 'x' &&
         name.find_first_not_of("0123456789", 1) == std::string::npos;
}

/// The function's arguments are x0, x1, ... without a gap; some functions fix their number.
void check_function(const json& objective, const json& space, Faults& faults) {
  const std::string name = objective.at("name");
  const auto fixed = static_cast<std::size_t>(find_test_function(name)->dimension);
  std::set<std::string> coordinates;
  for (const auto& [parameter, domain] : space.items()) {
    if (is_coordinate(parameter)) coordinates.insert(parameter);
  }
  const std::size_t count =
      fixed > 0 ? fixed : std::max<std::size_t>(coordinates.size(), name == "rosenbrock" ? 2 : 1);
  const std::string wanted = "a numeric parameter: " + name + " is a function of x0" +
                             (count > 1 ? " to x" + std::to_string(count - 1) : "");
  for (std::size_t i = 0; i < count; ++i) {
    const std::string parameter = "x" + std::to_string(i);
    coordinates.erase(parameter);
    if (!space.contains(parameter)) {
      faults.push_back(missing_at("/space/" + parameter, wanted));
    } else if (!is_numeric(space.at(parameter))) {
      faults.push_back(fault_at("/space/" + parameter, space.at(parameter), wanted));
    }
  }
  for (const std::string& parameter : coordinates) {
    faults.push_back(fault_at(
        "/space/" + parameter, space.at(parameter),
        "no such parameter: " + name + " is a function of x0 to x" + std::to_string(count - 1)));
  }
}

}  // namespace

Faults check_meaning(json& document, const Faults& faults) {
  Faults found;
  if (!document.is_object()) return found;
  const auto sound = [&](const std::string& member) {
    return document.contains(member) && !has_fault_within(faults, "/" + member);
  };
  const bool goal = sound("goal");
  const bool objective = sound("objective");
  if (goal) {
    complete_direction(document["goal"], found);
    check_threshold(document["goal"], found);
    const auto metrics = objective ? metrics_of(document["objective"]) : std::vector<std::string>();
    add_new(found, check_goal_energy(document["goal"], metrics));
  }
  if (sound("strategy")) {
    if (goal) add_new(found, check_acquisition(document["strategy"], document["goal"]));
    if (sound("space")) {
      add_new(found, check_length_scales(document["strategy"], document["space"]));
    }
  }
  if (goal && objective) {
    check_metric(document, "metric", found);
    check_metric(document, "bound_metric", found);
  }
  if (objective) {
    const json& about = document["objective"];
    if (about.at("kind") == "train") check_train(about, found);
    check_limits(about, found);
    if (about.at("kind") == "function" && sound("space")) {
      check_function(about, document["space"], found);
    }
    if (about.at("kind") == "command") add_new(found, check_command(about));
    if (about.at("kind") == "table") add_new(found, check_table(document, faults));
  }
  if (sound("energy") && sound("budget")) {
    add_new(found, check_energy(document["energy"], document["budget"]));
  }
  if (sound("finalists")) {
    add_new(found,
            check_finalists(document["finalists"], objective ? document["objective"] : json()));
  }
  if (sound("compare")) add_new(found, check_compare(document["compare"]));
  return found;
}

}  // namespace wattle::search
