// SPDX-License-Identifier: MIT
#include "search/study/ask_tell_state.h"

#include <utility>

#include "search/scenario/form.h"
#include "search/space/json_place.h"
#include "search/store/record_json.h"
#include "search/study/told_json.h"
#include "search/study/told_result.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kStateVersion = 1;

const Field& state_fields() {
  static const Field root = section(
      "",
      {.title = "state",
       .meaning = "A saved search.",
       .fields = {
           integer("version")
               .at_least(kStateVersion)
               .at_most(kStateVersion)
               .because("the only version so far")
               .required(),
           integer("seed").at_least(0).required(),
           section("strategy", {.title = "state.strategy",
                                .meaning = "Who suggests.",
                                .fields = {text("kind").required(), anything("state").required()}})
               .required(),
           list("trials", section("", {.title = "state.trial",
                                       .meaning = "One trial.",
                                       .fields = {anything("parameters").required(),
                                                  anything("metrics"), text("failed")}}))
               .required(),
       }});
  return root;
}

json trial_to_json(const Trial& trial) {
  json object = {{"parameters", trial.parameters.json()}};
  if (trial.measurement) {
    object["metrics"] = metrics_to_json(trial.measurement->metrics);
  } else if (is_ended(trial.state)) {
    object["failed"] = trial.reason;
  }
  return object;
}

/// Reads trials one after another and gathers what is wrong with them.
class TrialReader {
 public:
  TrialReader(const SearchSpace& space, const Goal& goal) : space_(space), goal_(goal) {}

  void read(const json& object) {
    const std::string place = "/trials/" + std::to_string(trials_.size());
    Trial trial;
    trial.number = static_cast<int>(trials_.size());
    auto point = read_point(object.at("parameters"), space_, place + "/parameters");
    if (point) {
      trial.parameters = std::move(*point);
    } else {
      add(point.error());
    }
    read_end(object, place, trial);
    trials_.push_back(std::move(trial));
  }

  History take_trials() { return std::move(trials_); }
  Faults take_faults() { return std::move(faults_); }

 private:
  void add(const Faults& faults) { faults_.insert(faults_.end(), faults.begin(), faults.end()); }

  void read_end(const json& object, const std::string& place, Trial& trial) {
    const bool measured = object.contains("metrics");
    if (object.contains("failed")) {
      if (measured) add({fault_at(place, object, "metrics or failed, not both")});
      trial.state = TrialState::kFailed;
      trial.reason = object.at("failed").get<std::string>();
    } else if (measured) {
      const auto metrics = read_metrics(object.at("metrics"), place + "/metrics");
      if (!metrics) return add(metrics.error());
      judge_again(*metrics, place, trial);
    }
  }

  void judge_again(const Metrics& metrics, const std::string& place, Trial& trial) {
    Answer<TrialEnd> end = judge(goal_, metrics, std::nullopt);
    if (end) {
      trial.state = end->state;
      trial.measurement = std::move(end->measurement);
      trial.reason = std::move(end->reason);
      return;
    }
    for (Fault& fault : end.error().faults) fault.pointer = place + fault.pointer;
    add(end.error().faults);
  }

  const SearchSpace& space_;
  const Goal& goal_;
  History trials_;
  Faults faults_;
};

}  // namespace

json ask_tell_state_to_json(const AskTellState& state) {
  json trials = json::array();
  for (const Trial& trial : state.trials) trials.push_back(trial_to_json(trial));
  return {{"version", kStateVersion},
          {"seed", state.seed},
          {"strategy", {{"kind", state.strategy_kind}, {"state", state.strategy_state}}},
          {"trials", std::move(trials)}};
}

Answer<AskTellState> ask_tell_state_from_json(const json& json_state, const SearchSpace& space,
                                              const Goal& goal) {
  Form form = check_form(json_state, state_fields());
  if (!form.faults.empty()) {
    return refuse(Refusal::Reason::kBadState, "this is no state of an ask-and-tell search",
                  std::move(form.faults));
  }
  TrialReader reader(space, goal);
  for (const json& trial : form.document.at("trials")) reader.read(trial);
  if (Faults faults = reader.take_faults(); !faults.empty()) {
    return refuse(Refusal::Reason::kBadState, "the state's trials do not fit this search",
                  std::move(faults));
  }
  AskTellState state;
  state.seed = form.document.at("seed").get<std::uint64_t>();
  state.strategy_kind = form.document.at("strategy").at("kind").get<std::string>();
  state.strategy_state = std::move(form.document["strategy"]["state"]);
  state.trials = reader.take_trials();
  return state;
}

}  // namespace wattle::search
