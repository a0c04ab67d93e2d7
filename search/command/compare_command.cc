// SPDX-License-Identifier: MIT
#include "search/command/compare_command.h"

#include <fstream>
#include <iostream>
#include <map>
#include <utility>

#include "energy/text/durable_file.h"
#include "search/command/environment.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/messages.h"
#include "search/command/study_setup.h"
#include "search/compare/comparison_report.h"
#include "search/compare/run_comparison.h"
#include "search/compare/verdicts.h"
#include "search/report/number_text.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarioFile = "scenario.json";

std::vector<Override> compare_overrides(const CompareOptions& options) {
  std::vector<Override> overrides = overrides_of(options.set, {}, options.seed);
  if (!options.meter.empty()) {
    overrides.push_back({"energy.meter", nlohmann::json(options.meter).dump()});
  }
  return overrides;
}

/// Builds studies, of which those with the same objective share it, and the data in its memory.
class Builder {
 public:
  explicit Builder(int jobs) : jobs_(jobs) {}

  Result<std::unique_ptr<Study>> operator()(const Scenario& scenario) {
    const std::string key = scenario.document.at("objective").dump();
    const auto known = objectives_.find(key);
    if (known != objectives_.end()) return build_study_with(known->second, scenario, jobs_);
    auto study = build(scenario, jobs_);
    if (study) objectives_.emplace(key, (*study)->objective);
    return study;
  }

 private:
  int jobs_;
  std::map<std::string, std::shared_ptr<Objective>> objectives_;
};

/// One line a study, or one JSON object.
class Progress final : public ComparisonObserver {
 public:
  Progress(const CompareOptions& options, const ComparisonPlan& plan, const Goal& goal)
      : options_(options), plan_(plan), goal_(goal) {}

  void study_ended(const Arm& arm, const PlannedRun& run, const StudyRecord& record) override {
    if (options_.quiet) return;
    const Trajectory course = trajectory_of(record, goal_);
    const auto number = static_cast<std::size_t>(&run - plan_.runs.data()) + 1;
    if (options_.json) {
      std::cout << json_text({{"event", "study_ended"},
                              {"study", number},
                              {"of", plan_.runs.size()},
                              {"arm", arm.name},
                              {"repeat", run.repeat},
                              {"metric", number_json(course.final_metric())},
                              {"joules", number_json(course.joules().value)}})
                << std::endl;
      return;
    }
    std::cout << number << "/" << plan_.runs.size() << "  " << arm.name << ", repeat "
              << run.repeat + 1 << ": " << goal_.metric() << " "
              << number_text(course.final_metric()) << " for " << joules_text(course.joules());
    if (course.reused > 0) std::cout << ", " << course.reused << " trials reused";
    std::cout << std::endl;
  }

 private:
  const CompareOptions& options_;
  const ComparisonPlan& plan_;
  const Goal& goal_;
};

/// A folder goes on with the comparison that it holds, and with no other.
Result<void> check_same_comparison(const fs::path& file, const Scenario& scenario) {
  std::ifstream in(file);
  if (!in) return write_file_durably(file, scenario.document.dump(2) + "\n");
  const auto stored = nlohmann::json::parse(in, nullptr, false);
  if (in_current_form(stored, scenario.file.parent_path()) == scenario.document) return {};
  return fail(ErrorCode::kInvalidArgument,
              file.parent_path().string() + " holds another comparison",
              "go on with its own scenario and flags, or choose another folder with --out");
}

/// The folder of a comparison; one that holds another comparison is refused.
Result<fs::path> comparison_folder(const CompareOptions& options, const Scenario& scenario) {
  const std::string name = scenario.document.at("name").get<std::string>();
  fs::path folder =
      options.out.empty() ? fs::path("wattle-out") / (name + "-compared") : options.out;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::kIo, "cannot create " + folder.string() + ": " + error.message());
  if (auto same = check_same_comparison(folder / kScenarioFile, scenario); !same) {
    return tl::unexpected<Error>(same.error());
  }
  return folder;
}

nlohmann::json context_of(const Scenario& scenario, const RunningMeter& meter, int jobs) {
  const energy::MeterInfo& info = meter.metering->meter();
  return {{"machine", describe_machine()},
          {"versions", describe_versions()},
          {"meter", describe_meter(info, meter.metering->idle().machine, meter.passed_over)},
          {"coverage", info.domains},
          {"jobs", jobs},
          {kScenarioFolder, absolute_folder(scenario)}};
}

/// As the first of them has it, what is its own left out.
nlohmann::json context_of_studies(const std::vector<ArmStudies>& studies) {
  nlohmann::json context = studies.front().repeats.front().context;
  for (const char* own : {"seed", "strategy", "energy_metric", kScenarioFolder}) context.erase(own);
  return context;
}

void tell(const CompareOptions& options, const ComparisonFindings& findings,
          const fs::path& folder) {
  if (options.quiet) return;
  if (options.json) {
    std::cout << json_text({{"event", "compared"},
                            {"verdicts", verdicts(findings)},
                            {"folder", folder.string()}})
              << std::endl;
    return;
  }
  std::cout << "\n";
  for (const std::string& sentence : verdicts(findings)) std::cout << sentence << "\n";
  std::cout << "Report: " << (folder / "comparison.md").string() << std::endl;
}

Result<int> run(const CompareOptions& options, const Scenario& scenario) {
  const std::atomic<bool>& interrupted = watch_interrupts();
  const energy::SteadyClock clock;
  const auto folder = comparison_folder(options, scenario);
  if (!folder) return tl::unexpected<Error>(folder.error());
  const auto meter = start_meter(scenario, clock);
  if (!meter) return tl::unexpected<Error>(meter.error());
  const ComparisonPlan plan = plan_comparison(scenario.document);
  const Goal goal = Goal::from_json(scenario.document.at("goal"));
  Progress progress(options, plan, goal);
  Builder builder(options.jobs);
  const auto start_metering = [&] {
    return start_meter(scenario, clock).map([](RunningMeter started) {
      return std::move(started.metering);
    });
  };
  const ComparisonSurroundings surroundings{start_metering, clock, progress,
                                            [&](const Scenario& arm) { return builder(arm); }};
  ComparisonOptions how;
  how.jobs = options.jobs;
  how.folder = *folder;
  how.cancel = &interrupted;
  how.context = context_of(scenario, *meter, options.jobs);
  const auto studies = run_comparison(scenario, plan, surroundings, how);
  if (!studies && studies.error().code == ErrorCode::kCancelled) return kInterrupted;
  if (!studies) return tl::unexpected<Error>(studies.error());
  const ComparisonRecord record{scenario.document, context_of_studies(*studies), plan,
                                analyse(scenario.document, plan, *studies)};
  if (auto written = write_comparison(record, *folder); !written) {
    return tl::unexpected<Error>(written.error());
  }
  tell(options, record.findings, *folder);
  return kSuccess;
}

}  // namespace

int compare(const CompareOptions& options) {
  const auto scenario = load_scenario(options.scenario, compare_overrides(options));
  if (!scenario) return report_faults(options.scenario.string(), scenario.error());
  const Result<int> code = run(options, *scenario);
  return code ? *code : report_error(code.error());
}

}  // namespace wattle::search
