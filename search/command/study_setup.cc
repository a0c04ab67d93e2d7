// SPDX-License-Identifier: MIT
#include "search/command/study_setup.h"

#include <utility>

#include "energy/replayed_books.h"
#include "search/command/environment.h"
#include "search/command/locations.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {
namespace {

/// "a.b=1"
Override parse_override(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

std::vector<Override> overrides_of(const std::vector<std::string>& set, const std::string& strategy,
                                   const std::string& seed) {
  std::vector<Override> overrides;
  overrides.reserve(set.size() + 2);
  for (const std::string& text : set) overrides.push_back(parse_override(text));
  if (!strategy.empty()) {
    overrides.push_back({"strategy", nlohmann::json{{"kind", strategy}}.dump()});
  }
  if (!seed.empty()) overrides.push_back({"seed", seed});
  return overrides;
}

Parameters middle_of(const SearchSpace& space, std::uint64_t seed) {
  nlohmann::json values = nlohmann::json::object();
  for (const Parameter& parameter : space.parameters())
    values[parameter.name] = parameter.from_unit(0.5);
  Parameters middle = space.restrict_to_active(values);
  if (space.contains(middle)) return middle;
  Rng rng(seed);
  return space.sample_or_walk(rng);
}

energy::System system_for(const Scenario& scenario) {
  energy::System system = system_here();
  const nlohmann::json& energy = scenario.document.at("energy");
  if (energy.contains("command")) system.command = energy.at("command").get<std::string>();
  return system;
}

Result<RunningMeter> start_meter(const Scenario& scenario, const energy::Clock& clock) {
  if (scenario.recorded_runs != nullptr) {
    return RunningMeter{std::make_unique<energy::ReplayedBooks>(scenario.recorded_runs->meter()),
                        {}};
  }
  const auto name = scenario.document.at("energy").at("meter").get<std::string>();
  Result<energy::MeterChoice> choice = energy::open_meter(meter_here(name), system_for(scenario));
  if (!choice) return tl::unexpected<Error>(choice.error());
  auto metering = energy::start_metering(std::move(choice->meter), clock);
  if (!metering) return tl::unexpected<Error>(metering.error());
  return RunningMeter{std::move(*metering), std::move(choice->passed_over)};
}

Result<std::unique_ptr<energy::PowerLimit>> hold_power_limit(const Scenario& scenario, int jobs) {
  if (const auto sound = check_power_limit(scenario, jobs); !sound) {
    return tl::unexpected<Error>(sound.error());
  }
  if (Environment::from_json(scenario.document).gpu_power_limit.is_null()) return nullptr;
  auto held = energy::hold_power_limit(system_for(scenario));
  if (held) return held;
  return fail(held.error().code, "gpu_power_limit: " + held.error().message, held.error().hint);
}

Result<void> restore(const std::unique_ptr<energy::PowerLimit>& power_limit) {
  if (!power_limit) return {};
  auto restored = power_limit->restore();
  if (restored) return restored;
  return fail(restored.error().code,
              "the GPUs' power limits could not be put back: " + restored.error().message,
              "nvidia-smi -pl sets them");
}

Result<std::unique_ptr<Study>> build(const Scenario& scenario, int jobs) {
  ObjectiveSurroundings surroundings;
  surroundings.trainer = trainer_locations();
  surroundings.data_directories = data_directories(scenario.file);
  surroundings.folder = scenario.file.parent_path();
  surroundings.worker_program = "/proc/self/exe";  // also when its file has been replaced meanwhile
  return build_study(scenario, surroundings, jobs);
}

std::string absolute_folder(const Scenario& scenario) {
  return std::filesystem::absolute(scenario.file).lexically_normal().parent_path().string();
}

nlohmann::json describe_context(const Scenario& scenario, const Study& study,
                                const RunningMeter& meter, int jobs) {
  const energy::MeterInfo& info = meter.metering->meter();
  nlohmann::json context = {
      {"machine", describe_machine()},
      {"versions", describe_versions()},
      {"meter", describe_meter(info, meter.metering->idle().machine, meter.passed_over)},
      {"coverage", info.domains},
      {"seed", study.seed},
      {"jobs", jobs},
      {"strategy", study.strategy->in_words()},
      {kScenarioFolder, absolute_folder(scenario)},
      {"energy_metric", energy_metric(study.schedule, *study.objective)}};
  if (const RecordedRuns* runs = study.objective->recorded_runs()) {
    context["table"] = {{"file", runs->info().name},
                        {"digest", runs->info().digest},
                        {"rows", runs->info().rows},
                        {"runs", runs->runs()},
                        {"configurations", runs->configurations().size()}};
  }
  return context;
}

}  // namespace wattle::search
