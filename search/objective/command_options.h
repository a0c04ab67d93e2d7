// SPDX-License-Identifier: MIT
// What a scenario says of a program to run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/units.h"

namespace wattle::search {

/// How a trial's parameters reach the program.
enum class PassParameters {
  kArguments,    ///< `--name=value`
  kEnvironment,  ///< variables, with a prefix
  kFile,         ///< a JSON file
  kNone,         ///< only where `run` says `$name`
};

struct CommandOptions {
  nlohmann::json run;  ///< the program and its arguments, with `$references`
  PassParameters pass = PassParameters::kArguments;
  std::string variable_prefix;
  bool results_by_descriptor = false;         ///< else among the lines of its standard output
  std::vector<std::string> metrics;           ///< that a result may name; the first one must come
  std::filesystem::path directory;            ///< where it runs, absolute
  std::optional<std::uint64_t> memory_bytes;  ///< of all its processes
  Seconds grace;                              ///< between SIGTERM and SIGKILL
  nlohmann::json steps;  ///< how many it will report, perhaps a `$reference`; null: not known

  /// From a scenario's `objective` of checked form; relative names start at `folder`.
  static CommandOptions from_json(const nlohmann::json& objective,
                                  const std::filesystem::path& folder);
};

}  // namespace wattle::search
