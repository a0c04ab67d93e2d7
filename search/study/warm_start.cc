// SPDX-License-Identifier: MIT
#include "search/study/warm_start.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "search/space/value_hash.h"
#include "search/study/counting.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// What an objective measures; how a trial is kept within bounds does not change it.
json work_of(const json& scenario) {
  json objective = scenario.value("objective", json::object());
  for (const char* member : {"limits", "isolate", "isolation"}) objective.erase(member);
  return objective;
}

bool decides_by_joules(const Goal& goal) {
  const std::vector<std::string> needs = goal.needs();
  return std::any_of(needs.begin(), needs.end(), [](const std::string& metric) {
    return metric == kTrainJoules || metric == kInferenceJoules;
  });
}

void forget_joules(Trial& trial) {
  trial.measurement->energy = {};
  trial.measurement->energy.source = energy::Source::kUnknown;
  trial.measurement->gross_joules = {};
  trial.measurement->metrics.erase(kTrainJoules);
  trial.measurement->metrics.erase(kInferenceJoules);
  for (Step& step : trial.steps) {
    step.joules = step.low = step.high = step.gross_joules = {};
  }
}

/// As a trial of the new study.
Trial as_first(Trial trial, const std::string& study, int number) {
  if (!trial.origin) trial.origin = Origin{study, trial.number};
  trial.number = number;
  trial.attempts = 0;
  trial.resumed_step = 0;
  trial.started_at = trial.ended_at = Seconds(0);
  return trial;
}

using Points = std::unordered_set<const Value*, ValuePointerHash, ValuePointerEqual>;
constexpr const char* kThere = "are there already";

/// Goes through the trials of one study after another.
class Collector {
 public:
  Collector(const Study& study, const json& context, const WarmStartOptions& options)
      : study_(study), context_(context), options_(options) {}

  Result<void> add(const EarlierStudy& earlier) {
    const StudyRecord& record = earlier.record;
    if (!options_.any_objective && work_of(record.scenario) != work_of(study_.scenario)) {
      return fail(ErrorCode::kInvalidArgument,
                  "warm_start: the objective of " + earlier.place + " is another than this one's",
                  "if their metrics mean the same: --set warm_start.any_objective=true");
    }
    const bool same_joules = counted_by(record.context) == counted_by(context_);
    if (!same_joules && decides_by_joules(study_.goal)) {
      return fail(ErrorCode::kInvalidArgument,
                  "warm_start: the goal decides by joules, and those of " + earlier.place +
                      " were counted by another meter or machine",
                  "choose a goal without joules, or a study that was run here with this meter");
    }
    std::map<std::string, int> left_out;
    const std::size_t before = start_.trials.size();
    for (const Trial* trial : wanted(record.trials, left_out)) {
      take(*trial, record.name, same_joules);
    }
    const std::size_t taken = start_.trials.size() - before;
    if (taken == 0) return refuse(earlier, left_out);
    start_.context.push_back({{"study", record.name},
                              {"place", earlier.place},
                              {"trials", taken},
                              {"joules", same_joules ? "comparable" : "not comparable"},
                              {"left_out", left_out}});
    return {};
  }

  WarmStart done() { return std::move(start_); }

 private:
  /// Why a trial cannot be taken; empty when it can.
  std::string objection(const Trial& trial) const {
    if (!is_ended(trial.state)) return "had not ended";
    if (trial.state == TrialState::kFailed) return "had failed";
    if (study_.space.violation(trial.parameters)) return "are no points of the space";
    if (points_.contains(&trial.parameters.json())) return kThere;
    if (trial.state == TrialState::kInfeasible) return {};
    if (!trial.measurement || !study_.goal.outputs(trial.measurement->metrics)) {
      return "lack a metric of the goal";
    }
    return {};
  }

  std::vector<const Trial*> wanted(const std::vector<Trial>& trials,
                                   std::map<std::string, int>& left_out) {
    std::vector<const Trial*> fit;
    Points here;
    for (const Trial& trial : trials) {
      std::string why = objection(trial);
      if (why.empty() && !here.insert(&trial.parameters.json()).second) why = kThere;
      if (why.empty()) {
        fit.push_back(&trial);
      } else {
        ++left_out[why];
      }
    }
    const auto most = static_cast<std::size_t>(options_.trials.value_or(0));
    if (!options_.trials || fit.size() <= most) return fit;
    std::stable_sort(fit.begin(), fit.end(),
                     [&](const Trial* a, const Trial* b) { return study_.goal.better(*a, *b); });
    left_out["were not among the best"] = static_cast<int>(fit.size() - most);
    fit.resize(most);
    std::sort(fit.begin(), fit.end(),
              [](const Trial* a, const Trial* b) { return a->number < b->number; });
    return fit;
  }

  void take(const Trial& trial, const std::string& study, bool with_joules) {
    points_.insert(&trial.parameters.json());
    start_.trials.push_back(as_first(trial, study, static_cast<int>(start_.trials.size())));
    Trial& taken = start_.trials.back();
    if (!with_joules && taken.measurement) forget_joules(taken);
  }

  tl::unexpected<Error> refuse(const EarlierStudy& earlier,
                               const std::map<std::string, int>& left_out) const {
    std::string why;
    for (const auto& [reason, count] : left_out) {
      why += (why.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
    }
    return fail(ErrorCode::kInvalidArgument,
                "warm_start: of " + earlier.place +
                    " no trial fits: " + (why.empty() ? "it has none" : why));
  }

  const Study& study_;
  const json& context_;
  const WarmStartOptions& options_;
  WarmStart start_{{}, json::array()};
  /// Of the trials taken; they point into the earlier studies' records.
  Points points_;
};

}  // namespace

WarmStartOptions WarmStartOptions::from_json(const json& warm_start) {
  WarmStartOptions options;
  if (warm_start.contains("trials")) options.trials = warm_start.at("trials").get<int>();
  options.any_objective = warm_start.at("any_objective").get<bool>();
  return options;
}

Result<WarmStart> warm_start(const Study& study, const json& context,
                             const std::vector<EarlierStudy>& earlier,
                             const WarmStartOptions& options) {
  Collector collector(study, context, options);
  for (const EarlierStudy& each : earlier) {
    if (auto added = collector.add(each); !added) return tl::unexpected<Error>(added.error());
  }
  return collector.done();
}

}  // namespace wattle::search
