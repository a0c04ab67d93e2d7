// SPDX-License-Identifier: MIT
#include "search/command/asktell_answers.h"

#include <algorithm>
#include <utility>

#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Texts repeat parts of the line, which may be as long as it likes.
constexpr std::size_t kLongestText = 400;

/// Cut within a character, the rest of it is replaced when the answer is written.
std::string shortened(const std::string& text) {
  return text.size() <= kLongestText ? text : text.substr(0, kLongestText) + "...";
}

json fault_json(const Fault& fault) {
  json object = {{"expected", shortened(fault.expected)}, {"pointer", shortened(fault.pointer)}};
  if (!fault.value.empty()) object["value"] = fault.value;
  if (!fault.nearest.empty()) object["nearest"] = fault.nearest;
  return object;
}

json trial_result(const Trial& trial, const Goal& goal) {
  const Metrics& metrics = trial.measurement->metrics;
  return {{"id", trial.number},
          {"parameters", trial.parameters.json()},
          {"metrics", metrics_json(metrics)},
          {"feasible", goal.feasible(metrics)}};
}

}  // namespace

json error_answer(const LineError& error) {
  json object = error.faults.empty() ? json::object() : fault_json(error.faults.front());
  object["line"] = error.line;
  object["code"] = error.code;
  object["message"] = shortened(error.message);
  if (error.column) object["column"] = *error.column;
  for (std::size_t i = 1; i < std::min(error.faults.size(), kFaultsShown); ++i) {
    object["also"].push_back(fault_json(error.faults[i]));
  }
  return {{"error", std::move(object)}};
}

json suggestions_answer(const Suggestions& suggestions) {
  json list = json::array();
  for (const Trial& trial : suggestions.trials) {
    list.push_back({{"id", trial.number}, {"parameters", trial.parameters.json()}});
  }
  json answer = {{"suggestions", std::move(list)}};
  if (!suggestions.exhausted.empty()) {
    answer["exhausted"] = true;
    answer["because"] = suggestions.exhausted;
  }
  return answer;
}

json told_answer(const Trial& trial, bool own) {
  json answer = {{"ok", true}};
  if (own) answer["id"] = trial.number;
  if (trial.state == TrialState::kFailed) answer["failed"] = trial.reason;
  return answer;
}

json best_answer(const AskTell& search) {
  const Trial* const best = search.best();
  json answer = {{"best", best == nullptr ? json() : trial_result(*best, search.goal())}};
  if (search.goal().kind() == "pareto") {
    answer["front"] = json::array();
    for (const Trial& trial : search.front()) {
      answer["front"].push_back(trial_result(trial, search.goal()));
    }
  }
  return answer;
}

}  // namespace wattle::search
