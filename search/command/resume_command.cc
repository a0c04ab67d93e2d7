// SPDX-License-Identifier: MIT
#include "search/command/resume_command.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <system_error>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/study_place.h"
#include "search/command/study_setup.h"
#include "search/command/tune.h"
#include "search/exchange/imported_trials.h"
#include "search/report/trial_json.h"
#include "search/trial/stopping.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// Where relative names in the scenario start.
Result<fs::path> scenario_folder(const StudyRecord& study, const fs::path& out) {
  const std::string instead = "name the scenario: wattle tune SCENARIO --out " + out.string() +
                              " --resume; from then on wattle resume knows its folder";
  const fs::path folder = study.context.is_object()
                              ? study.context.value(kScenarioFolder, std::string())
                              : std::string();
  if (folder.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                out.string() + " does not tell which folder its scenario was in", instead);
  }
  std::error_code unreadable;
  if (fs::is_directory(folder, unreadable)) return folder;
  return fail(ErrorCode::kInvalidArgument,
              "the folder of the study's scenario is not there: " + folder.string(), instead);
}

bool has_ended(const StudyRecord& study) {
  return !study.stopped_because.empty() && study.stopped_because != kWasImported &&
         !is_interruption(study.stopped_because) &&
         std::all_of(study.trials.begin(), study.trials.end(),
                     [](const Trial& trial) { return is_ended(trial.state); });
}

/// The member of the budget that ended the study; empty when none did.
std::string used_up(const StudyRecord& study) {
  const nlohmann::json budget = study.scenario.value("budget", nlohmann::json::object());
  const auto says = [&](const char* words) {
    return study.stopped_because.find(words) != std::string::npos;
  };
  std::string member;
  if (says(" trials")) member = "trials";
  if (says(" s passed")) member = "seconds";
  // A trial that does not fit any more is told in joules.
  if (says(" J")) member = budget.contains("joules") ? "joules" : "grams";
  if (says(" g of CO2e")) member = "grams";
  return budget.contains(member) ? member : std::string();
}

/// An option that lets the study go on.
std::string way_on(const StudyRecord& study) {
  if (study.stopped_because.starts_with(kTargetReached)) return "--set stop.target=..";
  if (study.stopped_because.starts_with(kTooLittleGain)) {
    return "--set stop.gain_per_joule.below=..";
  }
  const std::string member = used_up(study);
  if (member.empty()) return "--set space.NAME.high=.., or any other wider space,";
  const nlohmann::json& limit = study.scenario.at("budget").at(member);
  const std::string more = limit.is_number_integer() ? std::to_string(2 * limit.get<std::int64_t>())
                                                     : json_text(2.0 * limit.get<double>());
  return "--set budget." + member + "=" + more;
}

int tell_end(const StudyRecord& study, const ResumeOptions& options) {
  const std::string hint =
      "wattle resume " + options.study.string() + " " + way_on(study) + " goes on with it";
  if (options.json) {
    std::cout << json_text({{"event", "study_ended"},
                            {"stopped_because", study.stopped_because},
                            {"hint", hint}})
              << "\n";
  } else if (!options.quiet) {
    std::cout << study.name << " has ended: " << study.stopped_because << "\n  " << hint << "\n";
  }
  const bool none = std::none_of(study.trials.begin(), study.trials.end(), [](const Trial& trial) {
    return trial.state == TrialState::kComplete || trial.state == TrialState::kPruned;
  });
  return none && !study.trials.empty() ? kAllFailed : kSuccess;
}

int jobs_of(const StudyRecord& study, const ResumeOptions& options) {
  const int before = study.context.is_object() ? study.context.value("jobs", 1) : 1;
  return options.jobs.value_or(std::max(1, before));
}

}  // namespace

int resume(const ResumeOptions& options) {
  const auto study = read_study(options.study);
  if (!study) return report_error(study.error());
  const StudyRecord& record = study->record;
  if (!study->running && options.set.empty() && has_ended(record)) return tell_end(record, options);
  const auto folder = scenario_folder(record, options.study);
  if (!folder) return report_error(folder.error());
  const auto scenario = validate_scenario(record.scenario, *folder, overrides_of(options.set));
  if (!scenario) {
    return report_faults("the scenario of " + options.study.string(), scenario.error());
  }
  TuneOptions tuned;
  tuned.jobs = jobs_of(record, options);
  tuned.out = options.study;
  tuned.resume = true;
  tuned.quiet = options.quiet;
  tuned.json = options.json;
  return tune(tuned, *scenario);
}

}  // namespace wattle::search
