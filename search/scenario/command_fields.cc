// SPDX-License-Identifier: MIT
// A trial that runs a program: `objective` of kind `command`.
#include <limits>
#include <utility>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

bool is_prefix(std::string_view text) { return text.empty() || is_identifier(text); }

Field metric_name(const char* name) {
  return text(name).spelled({".", "the name of a metric", is_not_empty});
}

Field run_field() {
  return list("run", anything(""))
      .with_at_least(1)
      .with_references()
      .required()
      .means(
          "The program and its arguments, one text each; no shell reads them. The program is a "
          "path, relative to `directory`, or a name without a slash, looked for in `PATH`. An "
          "argument may be `\"$name\"` or arithmetic, and may hold `{file}` with `\"pass\": "
          "\"file\"`.");
}

}  // namespace

Kind command_kind() {
  return {
      .name = "command",
      .meaning = "Runs a program of yours; [Your own program](your-own-program.md) tells how.",
      .fields =
          {run_field(),
           text("pass")
               .one_of({"arguments", "environment", "file", "none"})
               .by_default("arguments")
               .means("How the trial's parameters reach it: as arguments `--name=value` after "
                      "those of `run`; as environment variables; as a JSON file whose name is in "
                      "`WATTLE_PARAMETERS` and takes the place of `{file}`; or only where `run` "
                      "says `$name`."),
           text("variable_prefix")
               .spelled({"^([A-Za-z_][A-Za-z0-9_]*)?$", "letters, digits and _", is_prefix})
               .by_default("WATTLE_PARAM_")
               .means("What the variables' names begin with, before the parameter's name as it "
                      "is spelt in the space."),
           text("results")
               .one_of({"stdout", "descriptor"})
               .by_default("stdout")
               .means("Where it writes its results, one JSON object a line: among the lines of "
                      "its standard output, or to the descriptor whose number is in "
                      "`WATTLE_RESULTS_FD`."),
           metric_name("metric").required().means("The number to judge trials by."),
           list("metrics", metric_name("")).means("Further numbers that it reports."),
           text("directory")
               .spelled({".", "the name of a folder", is_not_empty})
               .by_default(".")
               .means("The folder that it runs in, relative to the scenario's folder."),
           integer("steps")
               .at_least(1)
               .at_most(std::numeric_limits<int>::max())
               .with_references()
               .means("How many steps a trial reports when nobody stops it. Pruners that plan "
                      "ahead need "
                      "it."),
           limits_field(),
           number("grace_seconds")
               .at_least(0)
               .by_default(5)
               .means("How long a program that is to stop may take: it gets SIGTERM, and SIGKILL "
                      "that much later.")},
      .marker = "run"};
}

}  // namespace wattle::search
