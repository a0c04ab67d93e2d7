// SPDX-License-Identifier: MIT
#include "search/command/completion.h"

#include <sstream>

namespace wattle::search {
namespace {

/// "a", "b" of "..{a,b}.."; empty when there are no braces.
std::vector<std::string> in_braces(const std::string& text) {
  const std::size_t open = text.find('{');
  const std::size_t close = text.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return {};
  std::vector<std::string> words;
  std::istringstream list(text.substr(open + 1, close - open - 1));
  for (std::string word; std::getline(list, word, ',');) words.push_back(word);
  return words;
}

ValueWords value_of(const CLI::Option& option) {
  using Kind = ValueWords::Kind;
  const std::string type = option.get_type_name();
  if (auto choices = in_braces(type); !choices.empty()) return {Kind::kChoices, std::move(choices)};
  const std::string named = option.nonpositional() || !type.empty() ? type : option.get_name(true);
  if (named == "SCENARIO") return {Kind::kScenario, {}};
  if (named == "STUDY") return {Kind::kStudy, {}};
  if (named == "FOLDER") return {Kind::kFolder, {}};
  if (named == "FILE") return {Kind::kFile, {}};
  return {};
}

OptionWords words_of(const CLI::Option& option) {
  OptionWords words;
  for (const std::string& name : option.get_lnames()) words.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) words.names.push_back("-" + name);
  words.meaning = option.get_description();
  words.takes_value = option.get_items_expected_max() > 0;
  words.repeats = option.get_expected_max() > 1;
  if (words.takes_value) words.value = value_of(option);
  return words;
}

void add(const CLI::App& app, const std::string& path, std::vector<CommandWords>& all) {
  CommandWords words{path, app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->nonpositional()) {
      words.options.push_back(words_of(*option));
    } else {
      const bool repeats = option->get_expected_max() > 1;
      words.arguments.push_back({option->get_name(true), value_of(*option), repeats});
    }
  }
  std::vector<const CLI::App*> below;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    words.subcommands.push_back({command->get_name(), command->get_description()});
    below.push_back(command);
  }
  all.push_back(std::move(words));
  for (const CLI::App* command : below) {
    add(*command, path + (path.empty() ? "" : " ") + command->get_name(), all);
  }
}

}  // namespace

std::vector<CommandWords> words_of(const CLI::App& app) {
  std::vector<CommandWords> all;
  add(app, "", all);
  return all;
}

const std::vector<std::string>& completed_shells() {
  static const std::vector<std::string> shells{"bash", "zsh", "fish"};
  return shells;
}

std::string completion_script(const std::string& shell, const CLI::App& app) {
  const std::vector<CommandWords> commands = words_of(app);
  if (shell == "zsh") return zsh_completion(commands);
  if (shell == "fish") return fish_completion(commands);
  return bash_completion(commands);
}

}  // namespace wattle::search
