// SPDX-License-Identifier: MIT
// What may stand behind `wattle`: every subcommand with its flags and its help.
#pragma once

#include <CLI/CLI.hpp>

namespace wattle::search {

/// Adds everything to an empty `app`. Parsing then runs the subcommand that was asked for and sets
/// `code` to its exit code; both must outlive the parsing.
///
/// Help and completion say what a value is by its type name: a list in braces, such as
/// `{csv,jsonl}`, is every value there is; SCENARIO, STUDY, FOLDER and FILE are paths.
void build_command_line(CLI::App& app, int& code);

}  // namespace wattle::search
