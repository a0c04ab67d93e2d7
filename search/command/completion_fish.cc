// SPDX-License-Identifier: MIT
#include <sstream>

#include "energy/text/join.h"
#include "search/command/completion.h"

namespace wattle::search {
namespace {

/// `__wattle_at PATH`: the words before the cursor lead to this command.
constexpr const char* kAt = R"(
function __wattle_at
    set -l path
    for word in (commandline -opc)[2..-1]
        if contains -- (string join -- ' ' $path $word) $__wattle_commands
            set path $path $word
        end
    end
    test "$path" = "$argv[1]"
end

function __wattle_studies
    set -l start (commandline -ct)
    for file in $start*/study.db $start*/*/study.db
        string replace -r '/study.db$' '' $file
    end
end

complete -c wattle -f
)";

std::string in_quotes(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

/// What follows `complete ...` of a flag or argument with such a value.
std::string values_of(const ValueWords& value) {
  switch (value.kind) {
    case ValueWords::Kind::kChoices:
      return " -a " + in_quotes(join(value.choices, " "));
    case ValueWords::Kind::kScenario:
      return " -k -a '(__fish_complete_suffix .json)'";
    case ValueWords::Kind::kStudy:
      return " -a '(__wattle_studies)'";
    case ValueWords::Kind::kFolder:
      return " -a '(__fish_complete_directories)'";
    case ValueWords::Kind::kFile:
      return " -F";
    case ValueWords::Kind::kAny:
      break;
  }
  return {};
}

void write_option(const OptionWords& option, const std::string& at, std::ostream& out) {
  out << at;
  for (const std::string& name : option.names) {
    const bool is_long = name.starts_with("--");
    out << (is_long ? " -l " : " -s ") << name.substr(is_long ? 2 : 1);
  }
  const bool file = option.value.kind == ValueWords::Kind::kFile;
  if (option.takes_value) out << (file ? " -r" : " -x") << values_of(option.value);
  out << " -d " << in_quotes(option.meaning) << "\n";
}

}  // namespace

std::string fish_completion(const std::vector<CommandWords>& commands) {
  std::ostringstream out;
  out << "# Completion of wattle for fish, printed by: wattle completion fish\n\n"
      << "set -g __wattle_commands";
  for (const CommandWords& command : commands) {
    if (!command.path.empty()) out << " " << in_quotes(command.path);
  }
  out << "\n" << kAt;
  for (const CommandWords& command : commands) {
    const std::string at = "complete -c wattle -n \"__wattle_at " + in_quotes(command.path) + "\"";
    for (const auto& [name, meaning] : command.subcommands) {
      out << at << " -a " << name << " -d " << in_quotes(meaning) << "\n";
    }
    for (const ArgumentWords& argument : command.arguments) {
      if (const std::string values = values_of(argument.value); !values.empty()) {
        out << at << values << "\n";
      }
    }
    for (const OptionWords& option : command.options) write_option(option, at, out);
  }
  return out.str();
}

}  // namespace wattle::search
