// SPDX-License-Identifier: MIT
#include "search/command/profile_command.h"

#include <iostream>
#include <memory>
#include <utility>

#include "energy/clock.h"
#include "energy/metering.h"
#include "energy/text/durable_file.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/command/study_place.h"
#include "search/command/study_setup.h"
#include "search/objective/train_objective.h"
#include "search/objective/trainer_library.h"
#include "search/report/findings.h"
#include "search/report/profile_report.h"
#include "search/store/store.h"

namespace wattle::search {
namespace {

/// The study's best trial, or the one that was asked for.
Result<Parameters> tried(const ProfileOptions& options, const Scenario& scenario) {
  const auto study = read_study(options.study);
  if (!study) return tl::unexpected(study.error());
  const StudyRecord* const record = &study->record;
  const nlohmann::json stored = in_current_form(record->scenario, scenario.file.parent_path());
  if (stored.at("objective") != scenario.document.at("objective")) {
    return fail(ErrorCode::kInvalidArgument,
                "the study in " + options.study.string() + " has another objective",
                "profile it with the scenario it was started with");
  }
  if (!options.trial) {
    const Findings findings = find_out(*record);
    if (findings.best != nullptr) return findings.best->parameters;
    if (!findings.incomparable.empty()) {
      return fail(ErrorCode::kNotFound,
                  options.study.string() +
                      " has no best trial: its joules are different quantities (" +
                      findings.incomparable + ")",
                  "name one of its trials by --trial");
    }
    return fail(ErrorCode::kNotFound, options.study.string() + " has no complete trial",
                "name one of its trials by --trial");
  }
  for (const Trial& trial : record->trials) {
    if (trial.number == *options.trial) return trial.parameters;
  }
  return fail(ErrorCode::kNotFound,
              options.study.string() + " has no trial " + std::to_string(*options.trial),
              "it has " + std::to_string(record->trials.size()) + ", from 0 on");
}

Result<Parameters> parameters_for(const ProfileOptions& options, const Scenario& scenario) {
  if (options.study.empty()) {
    return middle_of(scenario.space, scenario.document.at("seed").get<std::uint64_t>());
  }
  return tried(options, scenario);
}

ProfileConditions conditions_of(const ProfileOptions& options, const Scenario& scenario,
                                const TrialEnvironment& environment,
                                const energy::MeterInfo& meter) {
  ProfileConditions conditions;
  conditions.seed = scenario.document.at("seed").get<std::uint64_t>();
  conditions.threads = environment.threads;
  conditions.window = options.window ? Seconds(*options.window) : profile_window(meter.resolution);
  conditions.repeats = options.repeats;
  conditions.cancelled = [&ended = watch_interrupts()] { return ended.load(); };
  return conditions;
}

Result<ProfileReport> measure(const ProfileOptions& options, const Scenario& scenario) {
  const auto parameters = parameters_for(options, scenario);
  if (!parameters) return tl::unexpected(parameters.error());
  const auto environment = environment_of(Environment::from_json(scenario.document), *parameters);
  if (!environment) return tl::unexpected(environment.error());
  const auto power_limit = hold_power_limit(scenario);
  if (!power_limit) return tl::unexpected(power_limit.error());
  if (*power_limit) {
    const auto limited = (*power_limit)->set(environment->gpu_power_limit);
    if (!limited) return tl::unexpected(limited.error());
  }
  auto trainer = load_trainer(trainer_locations(),
                              {data_directories(scenario.file), scenario.file.parent_path()});
  if (!trainer) return tl::unexpected(trainer.error());
  TrainObjective objective(std::move(*trainer), scenario.document.at("objective"));
  auto choice = energy::open_meter(meter_here(options.meter), system_for(scenario));
  if (!choice) return tl::unexpected(choice.error());
  const energy::SteadyClock clock;
  const auto metering = energy::start_metering(std::move(choice->meter), clock);
  if (!metering) return tl::unexpected(metering.error());
  const energy::MeterInfo& meter = (*metering)->meter();
  const ProfileConditions conditions = conditions_of(options, scenario, *environment, meter);
  const auto account = (*metering)->open();
  auto profile = objective.profile(*parameters, conditions, *account);
  if (!profile) return tl::unexpected(profile.error());
  if (const auto restored = restore(*power_limit); !restored) {
    return tl::unexpected(restored.error());
  }
  return ProfileReport{scenario.document.at("name").get<std::string>(),
                       *parameters,
                       conditions.threads,
                       account->close().net,
                       meter.name,
                       conditions.window,
                       meter.resolution,
                       std::move(*profile)};
}

int print(const ProfileOptions& options, const ProfileReport& report) {
  if (options.json) {
    std::cout << profile_json(report).dump(2) << "\n";
  } else {
    std::cout << profile_text(report);
  }
  if (options.html.empty()) return kSuccess;
  const auto written = write_file_durably(options.html, profile_html(report));
  return written ? kSuccess : report_error(written.error());
}

}  // namespace

int profile(const ProfileOptions& options) {
  const auto scenario = load_scenario(options.scenario, overrides_of(options.set));
  if (!scenario) return report_faults(options.scenario.string(), scenario.error());
  if (scenario->document.at("objective").at("kind") != "train") {
    return report_error(
        {ErrorCode::kInvalidArgument, "only a model that Wattle trains has layers to measure",
         "its objective is a " + scenario->document.at("objective").at("kind").get<std::string>() +
             "; wattle energy measure takes any command"});
  }
  const auto report = measure(options, *scenario);
  return report ? print(options, *report) : report_error(report.error());
}

}  // namespace wattle::search
