// SPDX-License-Identifier: MIT
#include <algorithm>
#include <sstream>

#include "energy/text/join.h"
#include "search/command/completion.h"

namespace wattle::search {
namespace {

constexpr const char* kStudies = R"(
# Folders that hold a study, at most two levels down.
_wattle_studies() {
  local -a found
  found=(${PREFIX}*/study.db(N:h) ${PREFIX}*/*/study.db(N:h))
  if (( $#found )); then compadd -f -- $found; else _files -/; fi
}
)";

constexpr const char* kStart = R"(
if [[ $funcstack[1] == _wattle ]]; then _wattle "$@"; else compdef _wattle wattle; fi
)";

/// Inside single quotes; `special` characters get a backslash, which _arguments and _describe take
/// off.
std::string inside_quotes(const std::string& text, const std::string& special) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
      continue;
    }
    if (special.find(c) != std::string::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string function_of(const std::string& path) {
  std::string name = path.empty() ? "_wattle" : "_wattle_" + path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string action_of(const ValueWords& value) {
  switch (value.kind) {
    case ValueWords::Kind::kChoices:
      return "(" + join(value.choices, " ") + ")";
    case ValueWords::Kind::kScenario:
      return "_files -g \"*.json\"";
    case ValueWords::Kind::kStudy:
      return "_wattle_studies";
    case ValueWords::Kind::kFolder:
      return "_files -/";
    case ValueWords::Kind::kFile:
      return "_files";
    case ValueWords::Kind::kAny:
      break;
  }
  return " ";
}

void write_option(const OptionWords& option, std::ostream& out) {
  const std::string value = option.takes_value ? ":value:" + action_of(option.value) : "";
  const std::string excluded = option.repeats ? "*" : "(" + join(option.names, " ") + ")";
  for (const std::string& name : option.names) {
    out << " \\\n    '" << excluded << name << "[" << inside_quotes(option.meaning, "[]\\") << "]"
        << inside_quotes(value, "") << "'";
  }
}

void write_subcommands(const CommandWords& command, std::ostream& out) {
  out << "  if [[ $state == command ]]; then\n    local -a commands=(";
  for (const auto& [name, meaning] : command.subcommands) {
    out << "\n      '" << name << ":" << inside_quotes(meaning, ":\\") << "'";
  }
  out << ")\n    _describe command commands\n"
      << "  elif [[ $state == rest ]] && (( $+functions[" << function_of(command.path)
      << "_$line[1]] )); then\n    " << function_of(command.path) << "_$line[1]\n  fi\n";
}

void write_command(const CommandWords& command, std::ostream& out) {
  const bool branches = !command.subcommands.empty();
  out << "\n" << function_of(command.path) << "() {\n";
  if (branches) out << "  local state line\n";
  out << "  _arguments" << (branches ? " -C" : "") << " -s";
  for (const OptionWords& option : command.options) write_option(option, out);
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const ArgumentWords& argument = command.arguments[i];
    out << " \\\n    '" << (argument.repeats ? "*" : std::to_string(i + 1)) << ":" << argument.name
        << ":" << action_of(argument.value) << "'";
  }
  if (branches) {
    out << " \\\n    '1:command:->command' \\\n    '*::argument:->rest'\n";
    write_subcommands(command, out);
  } else {
    out << "\n";
  }
  out << "}\n";
}

}  // namespace

std::string zsh_completion(const std::vector<CommandWords>& commands) {
  std::ostringstream out;
  out << "#compdef wattle\n# Completion of wattle for zsh, printed by: wattle completion zsh\n"
      << kStudies;
  for (const CommandWords& command : commands) write_command(command, out);
  out << kStart;
  return out.str();
}

}  // namespace wattle::search
