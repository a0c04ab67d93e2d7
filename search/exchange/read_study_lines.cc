// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "energy/text/join.h"
#include "search/exchange/lines_format.h"
#include "search/exchange/member_reader.h"
#include "search/exchange/study_lines.h"
#include "search/scenario/json_reader.h"
#include "search/scenario/scenario.h"
#include "search/store/layer_energy_json.h"
#include "search/study/told_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Faults beyond these are counted: the same mistake often stands in every line.
constexpr std::size_t kMostFaults = 20;

TrialState read_state(const MemberReader& reader) {
  const std::string name = reader.text("state");
  if (const auto state = trial_state_from_string(name)) return *state;
  const std::vector<std::string> known = trial_state_names();
  if (!name.empty()) reader.blame("state", "one of " + join(known), nearest_of(name, known));
  return TrialState::kFailed;
}

Metrics read_metrics_of(const MemberReader& reader) {
  auto metrics = read_metrics(reader.object("metrics"), reader.place_of("metrics"));
  if (metrics) return std::move(*metrics);
  add_new(reader.faults(), metrics.error());
  return {};
}

/// Of a trial or a finalist: its members `metrics`, `energy` and `seconds`.
Measurement read_measurement(const MemberReader& reader) {
  Measurement measurement;
  measurement.metrics = read_metrics_of(reader);
  measurement.seconds =
      Seconds(reader.number_or("seconds", std::numeric_limits<double>::quiet_NaN()));
  const MemberReader energy(reader.object("energy"), reader.place_of("energy"), reader.faults());
  measurement.energy.joules = Joules(energy.amount("joules"));
  measurement.energy.low = Joules(energy.amount("low"));
  measurement.energy.high = Joules(energy.amount("high"));
  measurement.gross_joules = Joules(energy.amount("gross_joules"));
  measurement.energy.window = Seconds(energy.number("window_seconds"));
  measurement.energy.shared = energy.flag("shared");
  for (const json& domain : energy.list("domains")) {
    measurement.energy.domains.push_back(domain.is_string() ? domain.get<std::string>()
                                                            : domain.dump());
  }
  const auto source = energy::source_from_string(energy.text("source"));
  if (!source) energy.blame("source", "where joules come from, such as counter or unknown");
  measurement.energy.source = source.value_or(energy::Source::kUnknown);
  return measurement;
}

Step read_step(const MemberReader& reader) {
  Step step;
  step.step = reader.count("step");
  step.metrics = read_metrics_of(reader);
  step.joules = Joules(reader.amount("joules"));
  step.low = Joules(reader.amount("low"));
  step.high = Joules(reader.amount("high"));
  step.gross_joules = Joules(reader.amount("gross_joules"));
  step.seconds = Seconds(reader.number("seconds"));
  step.shared = reader.flag("shared");
  return step;
}

std::vector<Step> read_steps(const MemberReader& reader) {
  std::vector<Step> steps;
  const json& list = reader.list("steps");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string place = reader.place_of("steps") + "/" + std::to_string(i);
    steps.push_back(read_step({list[i], place, reader.faults()}));
    if (i > 0 && steps[i].step <= steps[i - 1].step) {
      reader.faults().push_back(
          fault_at(place + "/step", steps[i].step, "a step after the one before it"));
    }
  }
  return steps;
}

Trial read_trial(const MemberReader& reader) {
  Trial trial;
  trial.number = reader.count("number");
  trial.state = read_state(reader);
  trial.parameters = Parameters(reader.object("parameters"));
  trial.reason = reader.text("reason");
  if (reader.has("origin")) {
    const MemberReader origin(reader.object("origin"), reader.place_of("origin"), reader.faults());
    trial.origin = Origin{origin.text("study"), origin.count("trial")};
  }
  trial.attempts = reader.count("attempts");
  trial.resumed_step = reader.count("resumed_step");
  trial.started_at = Seconds(reader.number("started_at"));
  constexpr double kNever = std::numeric_limits<double>::quiet_NaN();
  trial.ended_at = Seconds(reader.number_or("ended_at", kNever));
  if (std::isnan(trial.ended_at.value)) {
    if (is_ended(trial.state)) reader.blame("ended_at", "the time at which it ended");
    trial.ended_at = trial.started_at;
  }
  trial.steps = read_steps(reader);
  if (!reader.is_null("energy")) trial.measurement = read_measurement(reader);
  if (trial.measurement && reader.has("retried_after")) {
    trial.measurement->retried_after = reader.text("retried_after");
  }
  return trial;
}

std::optional<LayerEnergy> read_layers(const MemberReader& reader) {
  if (!reader.has(kLayerEnergy)) return std::nullopt;
  try {
    return layer_energy_from_json(reader.object(kLayerEnergy));
  } catch (const json::exception&) {
    reader.blame(kLayerEnergy, "the joules of a model's layers, as wattle export writes them");
    return std::nullopt;
  }
}

Finalist read_finalist(const MemberReader& reader) {
  return {reader.count("trial"), read_state(reader), read_measurement(reader),
          reader.text("reason"), read_layers(reader)};
}

class LinesReader {
 public:
  LinesReader(const std::string& text, const std::filesystem::path& folder)
      : text_(text), folder_(folder) {}

  Validated<StudyRecord> read() {
    std::istringstream lines(text_);
    for (std::string line; std::getline(lines, line) && faults_.size() < kMostFaults;) {
      ++line_;
      read_line(line);
    }
    if (line_ == 0) faults_.push_back(missing_at("line 1", "the line of the study"));
    if (faults_.empty()) check_counts();
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    return std::move(study_);
  }

 private:
  std::string place() const { return "line " + std::to_string(line_); }

  void read_line(const std::string& line) {
    const Validated<json> read = read_json(line);
    if (!read) {
      for (const Fault& fault : read.error()) {
        faults_.push_back({place(), fault.value, fault.expected, {}});
      }
      return;
    }
    const char* const kind = kind_of(*read);
    if (kind == nullptr) return;
    const MemberReader reader(read->at(kind), place() + "/" + kind, faults_);
    if (line_ == 1) return read_study(reader);
    if (*kind == 't') return add_trial(reader);
    add_finalist(reader);
  }

  /// The only member of a line; null after a fault.
  const char* kind_of(const json& line) {
    const bool first = line_ == 1;
    for (const char* kind : {"study", "trial", "finalist"}) {
      const bool expected = first == (*kind == 's') && (*kind != 't' || study_.finalists.empty());
      if (expected && line.is_object() && line.size() == 1 && line.contains(kind)) return kind;
    }
    faults_.push_back(fault_at(place(), line,
                               first ? "{\"study\": ..}, as wattle export writes it"
                                     : "{\"trial\": ..}, or after all trials {\"finalist\": ..}"));
    return nullptr;
  }

  void read_study(const MemberReader& reader) {
    const int version = reader.count("schema_version");
    if (version > kLinesVersion) {
      reader.blame("schema_version",
                   "at most " + std::to_string(kLinesVersion) + ": a newer Wattle wrote this file");
      return;
    }
    study_.name = reader.text("name");
    study_.scenario = reader.object("scenario");
    study_.context = reader.object("context");
    study_.strategy_state = reader.object("strategy_state");
    study_.stopped_because = reader.text("stopped_because");
    study_.elapsed = Seconds(reader.number("elapsed_seconds"));
    trials_ = reader.count("trials");
    finalists_ = reader.count("finalists");
    const MemberReader ledger(reader.object("ledger"), reader.place_of("ledger"), faults_);
    study_.ledger.trials = Joules(ledger.amount("trials"));
    study_.ledger.overhead = Joules(ledger.amount("overhead"));
    study_.ledger.idle = Joules(ledger.amount("idle"));
    study_.ledger.total = Joules(ledger.amount("total"));
    check_scenario(reader.place_of("scenario"));
  }

  void check_scenario(const std::string& place) {
    if (!faults_.empty()) return;
    const auto scenario = validate_scenario(study_.scenario, folder_);
    if (scenario) {
      space_ = scenario->space;
      return;
    }
    const Faults& found = scenario.error();
    const bool only_table = std::all_of(found.begin(), found.end(), [](const Fault& fault) {
      return fault.pointer == "/objective/file";
    });
    if (only_table) return read_space(place);
    for (const Fault& fault : found) {
      faults_.push_back({place + fault.pointer, fault.value, fault.expected, fault.nearest});
    }
  }

  /// Without the table's rows.
  void read_space(const std::string& place) {
    auto space = SearchSpace::from_json(study_.scenario.value("space", json()),
                                        study_.scenario.value("forbid", json()));
    if (space) {
      space_ = std::move(*space);
      return;
    }
    for (const Fault& fault : space.error()) {
      faults_.push_back({place + fault.pointer, fault.value, fault.expected, fault.nearest});
    }
  }

  void add_trial(const MemberReader& reader) {
    Trial trial = read_trial(reader);
    if (trial.number != static_cast<int>(study_.trials.size())) {
      reader.blame("number", std::to_string(study_.trials.size()) + ", the next trial's");
    }
    if (space_) {
      if (const auto reason = space_->violation(trial.parameters)) {
        reader.blame("parameters", "a point of the study's space; here " + *reason);
      }
    }
    study_.trials.push_back(std::move(trial));
  }

  void add_finalist(const MemberReader& reader) {
    Finalist finalist = read_finalist(reader);
    if (finalist.trial >= static_cast<int>(study_.trials.size())) {
      reader.blame("trial", "the number of one of the study's trials");
    }
    study_.finalists.push_back(std::move(finalist));
  }

  /// A file that was cut off ends early.
  void check_counts() {
    const auto check = [&](const char* what, int expected, std::size_t found) {
      if (static_cast<std::size_t>(expected) == found) return;
      faults_.push_back(fault_at(std::string("line 1/study/") + what, expected,
                                 "as many lines as there are: " + std::to_string(found)));
    };
    check("trials", trials_, study_.trials.size());
    check("finalists", finalists_, study_.finalists.size());
  }

  const std::string& text_;
  const std::filesystem::path& folder_;
  std::size_t line_ = 0;
  int trials_ = 0;
  int finalists_ = 0;
  std::optional<SearchSpace> space_;
  StudyRecord study_;
  Faults faults_;
};

}  // namespace

Validated<StudyRecord> read_study_lines(const std::string& text,
                                        const std::filesystem::path& folder) {
  return LinesReader(text, folder).read();
}

}  // namespace wattle::search
