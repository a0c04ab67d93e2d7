// SPDX-License-Identifier: MIT
#include "search/objective/command_options.h"

#include "search/objective/trial_limits.h"

namespace wattle::search {
namespace {

PassParameters pass_from(const std::string& name) {
  if (name == "environment") return PassParameters::kEnvironment;
  if (name == "file") return PassParameters::kFile;
  if (name == "none") return PassParameters::kNone;
  return PassParameters::kArguments;
}

}  // namespace

CommandOptions CommandOptions::from_json(const nlohmann::json& objective,
                                         const std::filesystem::path& folder) {
  CommandOptions options;
  options.run = objective.at("run");
  options.pass = pass_from(objective.at("pass").get<std::string>());
  options.variable_prefix = objective.at("variable_prefix").get<std::string>();
  options.results_by_descriptor = objective.at("results") == "descriptor";
  options.metrics = objective.value("metrics", std::vector<std::string>());
  options.metrics.insert(options.metrics.begin(), objective.at("metric").get<std::string>());
  options.directory =
      std::filesystem::absolute(folder / objective.at("directory").get<std::string>())
          .lexically_normal();
  options.memory_bytes = TrialLimits::from_json(objective).memory_bytes;
  options.grace = Seconds(objective.at("grace_seconds").get<double>());
  options.steps = objective.value("steps", nlohmann::json());
  return options;
}

}  // namespace wattle::search
