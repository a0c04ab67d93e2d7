// SPDX-License-Identifier: MIT
#include "search/objective/command_call.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "search/objective/expression.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;
using Variables = std::map<std::string, std::string>;

constexpr std::string_view kOwnPrefix = "WATTLE_";
constexpr std::string_view kFilePlaceholder = "{file}";

std::string value_text(const Value& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// This process's variables, without those that a Wattle around it has set.
Variables inherited() {
  Variables variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || text.starts_with(kOwnPrefix)) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

/// Of the devices that this process sees, which may have been chosen by the same variable.
std::string visible_devices(const std::vector<int>& gpus, const Variables& variables) {
  std::vector<std::string> seen;
  if (const auto found = variables.find("CUDA_VISIBLE_DEVICES"); found != variables.end()) {
    std::istringstream names(found->second);
    for (std::string name; std::getline(names, name, ',');) seen.push_back(name);
  }
  std::string visible;
  for (const int gpu : gpus) {
    const auto place = static_cast<std::size_t>(gpu);
    if (!visible.empty()) visible += ",";
    visible += place < seen.size() ? seen[place] : std::to_string(gpu);
  }
  return visible;
}

void add_context(const CommandOptions& options, const TrialContext& context, Variables& variables) {
  variables["WATTLE_SEED"] = std::to_string(context.seed());
  variables["WATTLE_TRIAL"] = std::to_string(context.number());
  variables["WATTLE_THREADS"] = std::to_string(context.threads());
  variables["OMP_NUM_THREADS"] = std::to_string(context.threads());
  if (const auto gpus = context.gpus()) {
    variables["CUDA_VISIBLE_DEVICES"] = visible_devices(*gpus, variables);
  }
  if (const fs::path folder = context.artifact_directory(); !folder.empty()) {
    variables["WATTLE_ARTIFACTS"] = fs::absolute(folder).string();
  }
  if (options.results_by_descriptor) {
    variables["WATTLE_RESULTS_FD"] = std::to_string(kResultsDescriptor);
  }
}

Result<fs::path> make_own_folder() {
  std::error_code none;
  std::string name = (fs::temp_directory_path(none) / "wattle-trial-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) return fs::path(name);
  return fail(ErrorCode::kIo, "no temporary folder can be made for the trial's parameters");
}

Result<void> write_parameters(const fs::path& file, const Parameters& parameters) {
  std::ofstream out(file);
  out << parameters.json().dump(2) << "\n" << std::flush;
  if (out) return {};
  return fail(ErrorCode::kIo, file.string() + " cannot be written");
}

void replace_placeholder(const std::string& file, std::string& argument) {
  for (std::size_t at = argument.find(kFilePlaceholder); at != std::string::npos;
       at = argument.find(kFilePlaceholder, at + file.size())) {
    argument.replace(at, kFilePlaceholder.size(), file);
  }
}

}  // namespace

Result<std::vector<std::string>> resolve_run(const nlohmann::json& run,
                                             const Parameters& parameters) {
  const Result<nlohmann::json> resolved = resolve(run, parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  std::vector<std::string> arguments;
  for (const nlohmann::json& part : *resolved) arguments.push_back(value_text(part));
  return arguments;
}

Result<CommandCall> CommandCall::make(const CommandOptions& options, const Parameters& parameters,
                                      const TrialContext& context) {
  Result<std::vector<std::string>> arguments = resolve_run(options.run, parameters);
  if (!arguments) return tl::unexpected<Error>(arguments.error());
  CommandCall call;
  call.arguments_ = std::move(*arguments);
  Variables variables = inherited();
  add_context(options, context, variables);
  fs::path folder = context.artifact_directory();
  std::error_code failed;
  if (!folder.empty()) fs::create_directories(folder, failed);
  if (failed) return fail(ErrorCode::kIo, folder.string() + " cannot be made: " + failed.message());

  if (options.pass == PassParameters::kFile) {
    if (folder.empty()) {
      Result<fs::path> own = make_own_folder();
      if (!own) return tl::unexpected<Error>(own.error());
      folder = call.own_folder_ = std::move(*own);
    }
    const fs::path file = fs::absolute(folder / "parameters.json");
    if (auto written = write_parameters(file, parameters); !written) {
      return tl::unexpected<Error>(written.error());
    }
    variables["WATTLE_PARAMETERS"] = file.string();
    for (std::string& argument : call.arguments_) replace_placeholder(file.string(), argument);
  }
  for (const auto& [name, value] : parameters.json().items()) {
    if (options.pass == PassParameters::kArguments) {
      call.arguments_.push_back("--" + name + "=" + value_text(value));
    } else if (options.pass == PassParameters::kEnvironment) {
      variables[options.variable_prefix + name] = value_text(value);
    }
  }
  for (const auto& [name, value] : variables) {
    call.environment_.push_back(name);
    call.environment_.back().append("=").append(value);
  }
  return call;
}

CommandCall::CommandCall(CommandCall&& other) noexcept
    : arguments_(std::move(other.arguments_)),
      environment_(std::move(other.environment_)),
      own_folder_(std::exchange(other.own_folder_, {})) {}

CommandCall::~CommandCall() {
  std::error_code ignored;  // what stays there is in the system's folder for such files
  if (!own_folder_.empty()) fs::remove_all(own_folder_, ignored);
}

}  // namespace wattle::search
