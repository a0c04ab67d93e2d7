// SPDX-License-Identifier: MIT
// The lines by which a program tells its results.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "search/trial/measurement.h"

namespace wattle::search {

/// One line: {"step": 3, "val_accuracy": 0.9}, or without "step" the whole trial's metrics, or
/// {"infeasible": "why these parameters cannot be tried"}.
struct CommandResult {
  std::optional<int> step;
  Metrics metrics;  ///< those of the listed names
  std::optional<std::string> infeasible;
};

/// Where lines come from.
enum class ResultChannel {
  kOutput,      ///< the standard output, where other lines are just output
  kDescriptor,  ///< a descriptor for nothing else
};

/// Reads a line; nullopt for one that is just output, or blank. NaN, Infinity and -Infinity, which
/// Python's json writes, are numbers, and null is one that is not finite. kCorrupt, with what is
/// wrong, for a line that is meant as a result: on kDescriptor every line is, on kOutput one that
/// is an object with one of the `metrics` or "infeasible", and one that is none but begins with
/// {" or, like a Python dict, with {' and names a metric. Other members are not looked at.
Result<std::optional<CommandResult>> read_result(std::string_view line, ResultChannel channel,
                                                 const std::vector<std::string>& metrics);

/// The same for the beginning of a line that is too long to be read. On kOutput it is meant as a
/// result when it begins with { and names a metric, in quotes; other programs' JSON is just output.
Result<std::optional<CommandResult>> read_cut_line(std::string_view beginning,
                                                   ResultChannel channel,
                                                   const std::vector<std::string>& metrics);

}  // namespace wattle::search
