// SPDX-License-Identifier: MIT
#include <sstream>

#include "energy/text/join.h"
#include "search/command/completion.h"
#include "search/space/names_of.h"

namespace wattle::search {
namespace {

/// Walks the words before the cursor to the command they name. `spec` is what the table says of a
/// place: a kind of value, and for `words` the words themselves.
constexpr const char* kWalk = R"(
_wattle_complete() {
  case $1 in
    words) mapfile -t COMPREPLY < <(compgen -W "$2" -- "$cur") ;;
    scenario)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -X '!*.json' -- "$cur"; compgen -d -- "$cur") ;;
    study)
      compopt -o filenames 2>/dev/null
      local file
      for file in "$cur"*/study.db "$cur"*/*/study.db; do
        if [[ -e $file ]]; then COMPREPLY+=("${file%/study.db}"); fi
      done
      if [[ ${#COMPREPLY[@]} -eq 0 ]]; then mapfile -t COMPREPLY < <(compgen -d -- "$cur"); fi ;;
    folder)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
  esac
}

_wattle() {
  COMPREPLY=()
  local cur=${COMP_WORDS[COMP_CWORD]} path= flag= word spec words i arguments=0
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then continue; fi  # bash takes --flag=value for three words
    if [[ -n $flag ]]; then flag=; continue; fi
    case $word in
      -*) if _wattle_table "$path:$word"; then flag=$word; fi ;;
      *)
        if _wattle_table "$path${path:+ }$word:flags"; then
          path=$path${path:+ }$word
        else
          arguments=$((arguments + 1))
        fi ;;
    esac
  done
  if [[ $cur == = ]]; then cur=; fi
  if [[ -n $flag ]]; then
    _wattle_table "$path:$flag" && _wattle_complete "$spec" "$words"
  elif [[ $cur == -* ]]; then
    _wattle_table "$path:flags" && _wattle_complete "$spec" "$words"
  elif _wattle_table "$path:$arguments" || _wattle_table "$path:more"; then
    _wattle_complete "$spec" "$words"
  elif _wattle_table "$path:flags"; then
    _wattle_complete "$spec" "$words"
  fi
}

complete -F _wattle wattle
)";

std::string spec_of(const std::vector<std::string>& words) {
  return "spec=words words='" + join(words, " ") + "'";
}

std::string spec_of(const ValueWords& value) {
  switch (value.kind) {
    case ValueWords::Kind::kChoices:
      return spec_of(value.choices);
    case ValueWords::Kind::kScenario:
      return "spec=scenario";
    case ValueWords::Kind::kStudy:
      return "spec=study";
    case ValueWords::Kind::kFolder:
      return "spec=folder";
    case ValueWords::Kind::kFile:
      return "spec=file";
    case ValueWords::Kind::kAny:
      break;
  }
  return "spec=any";
}

void write_command(const CommandWords& command, std::ostream& out) {
  const auto row = [&](const std::string& place, const std::string& spec) {
    out << "    '" << command.path << ":" << place << "') " << spec << " ;;\n";
  };
  std::vector<std::string> flags;
  for (const OptionWords& option : command.options) {
    for (const std::string& name : option.names) {
      flags.push_back(name);
      if (option.takes_value) row(name, spec_of(option.value));
    }
  }
  row("flags", spec_of(flags));
  if (!command.subcommands.empty()) {
    row("0", spec_of(names_of(command.subcommands, &SubcommandWords::name)));
  }
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const ArgumentWords& argument = command.arguments[i];
    row(argument.repeats ? "more" : std::to_string(i), spec_of(argument.value));
  }
}

}  // namespace

std::string bash_completion(const std::vector<CommandWords>& commands) {
  std::ostringstream out;
  out << "# Completion of wattle for bash, printed by: wattle completion bash\n\n"
      << "# What stands behind COMMAND:FLAG, or at COMMAND:NUMBER, an argument's; fails where "
         "there "
         "is nothing.\n"
      << "_wattle_table() {\n  words=\n  case $1 in\n";
  for (const CommandWords& command : commands) write_command(command, out);
  out << "    *) return 1 ;;\n  esac\n}\n" << kWalk;
  return out.str();
}

}  // namespace wattle::search
