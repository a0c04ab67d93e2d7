// SPDX-License-Identifier: MIT
// `wattle completion`: what shells need to complete the command's words. Everything is read from
// the tree of the command line, so that no flag can be forgotten.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace wattle::search {

/// What may be completed in the place of a value.
struct ValueWords {
  enum class Kind {
    kAny,       ///< nothing is known of it
    kChoices,   ///< one of `choices`
    kScenario,  ///< a JSON file
    kStudy,     ///< the output folder of a study
    kFolder,
    kFile,
  };
  Kind kind = Kind::kAny;
  std::vector<std::string> choices;
};

struct OptionWords {
  std::vector<std::string> names;  ///< "--jobs", "-j"; at least one
  std::string meaning;
  bool takes_value = false;
  bool repeats = false;  ///< may be given more than once
  ValueWords value;      ///< when it takes one
};

struct ArgumentWords {
  std::string name;
  ValueWords value;
  bool repeats = false;
};

struct SubcommandWords {
  std::string name;
  std::string meaning;
};

/// A command and what may stand behind it.
struct CommandWords {
  std::string path;  ///< "" for `wattle` itself, "energy list"
  std::string meaning;
  std::vector<SubcommandWords> subcommands;
  std::vector<OptionWords> options;
  std::vector<ArgumentWords> arguments;  ///< in their order
};

/// The commands of a tree, the root first, each before its subcommands; hidden ones are left out.
std::vector<CommandWords> words_of(const CLI::App& app);

/// "bash", "zsh", "fish".
const std::vector<std::string>& completed_shells();

/// The script for one of these shells, to be read by it at its start.
std::string completion_script(const std::string& shell, const CLI::App& app);

std::string bash_completion(const std::vector<CommandWords>& commands);
std::string zsh_completion(const std::vector<CommandWords>& commands);
std::string fish_completion(const std::vector<CommandWords>& commands);

}  // namespace wattle::search
