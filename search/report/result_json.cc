// SPDX-License-Identifier: MIT
#include <utility>

#include "search/report/analysis.h"
#include "search/report/report.h"
#include "search/report/split_check.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kSchemaVersion = 1;

/// What every result says about its circumstances; null when the study did not record it.
constexpr const char* kContextKeys[] = {"wattle_version", "machine",  "versions",
                                        "meter",          "coverage", "seed"};

json context_json(const StudyRecord& study) {
  json context = study.context.is_object() ? study.context : json::object();
  for (const char* key : kContextKeys) {
    if (!context.contains(key)) context[key] = nullptr;
  }
  const json& versions = context["versions"];
  if (context["wattle_version"].is_null() && versions.is_object()) {
    context["wattle_version"] = versions.value("wattle", json());
  }
  context["study"] = study.name;
  context["elapsed_seconds"] = number_json(study.elapsed.value);
  context["scenario"] = study.scenario;
  return context;
}

}  // namespace

json best_json(const Findings& findings) {
  if (findings.best == nullptr) return nullptr;
  return {{"trial", findings.best->number},
          {"parameters", findings.best->parameters.json()},
          {"metrics", metrics_json(findings.best->measurement->metrics)},
          {"energy", energy_json(best_measurement(findings))},
          {"measured_alone", findings.finalist != nullptr},
          {"feasible", findings.best_feasible}};
}

json front_json(const Findings& findings) {
  json front = json::array();
  for (const Trial* trial : findings.front) {
    const Metrics& metrics = trial->measurement->metrics;
    front.push_back({{"trial", trial->number},
                     {"metric", findings.goal.metric()},
                     {"value", number_json(metrics.at(findings.goal.metric()))},
                     {"joules", number_json(*findings.measured_goal.joules(metrics))}});
  }
  return front;
}

namespace {

/// Null where the scenario says nothing of it.
json footprint_json(Joules total, const Findings& findings) {
  if (!findings.joules_known) return nullptr;
  const Footprint& footprint = findings.footprint;
  json about = json::object();
  if (footprint.carbon) {
    about["grams"] = number_json(energy::carbon(total, *footprint.carbon).value);
    about["grams_per_kwh"] = footprint.carbon->grams_per_kilowatt_hour;
    about["region"] = footprint.carbon->region.empty() ? json() : json(footprint.carbon->region);
    about["year"] = footprint.carbon->region.empty() ? json() : json(footprint.carbon->year);
  }
  if (footprint.price) {
    about["cost"] = number_json(money(total, *footprint.price));
    about["price_per_kwh"] = footprint.price->per_kilowatt_hour;
    about["currency"] = footprint.price->currency;
  }
  return about.empty() ? json() : about;
}

}  // namespace

json result_json(const StudyRecord& study, const StudyAnalysis& analysis) {
  const Findings& findings = analysis.findings;
  json trials = json::array();
  for (const Trial& trial : study.trials) {
    trials.push_back(trial_json(trial, findings.joules_known));
  }
  json finalists = json::array();
  for (const Finalist& finalist : study.finalists) finalists.push_back(finalist_json(finalist));
  json splits = json::array();
  for (const SplitCheck& check : split_checks(study)) {
    splits.push_back({{"trial", check.trial},
                      {"joules_shared", number_json(check.shared.value)},
                      {"joules_alone", number_json(check.alone.value)},
                      {"error", number_json(check.error())}});
  }
  return {{"schema_version", kSchemaVersion},
          {"context", context_json(study)},
          {"stopped_because", study.stopped_because},
          {"trials", std::move(trials)},
          {"best", best_json(findings)},
          {"finalists", std::move(finalists)},
          {"split_checks", std::move(splits)},
          {"front", front_json(findings)},
          {"importance", importance_json(analysis.importance)},
          {"factors", factors_json(analysis.factors)},
          {"ledger", ledger_json(study.ledger, findings.joules_known)},
          {"saved_joules", joules_json(findings.saved, findings.joules_known)},
          {"footprint", footprint_json(study.ledger.total, findings)}};
}

}  // namespace wattle::search
