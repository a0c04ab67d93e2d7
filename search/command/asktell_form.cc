// SPDX-License-Identifier: MIT
#include "search/command/asktell_form.h"

#include <limits>
#include <utility>

#include "energy/text/join.h"
#include "search/scenario/form.h"
#include "search/space/names_of.h"
#include "search/study/ask_tell.h"

namespace wattle::search {
namespace {

using nlohmann::json;

Field id() { return integer("id").at_least(0).at_most(std::numeric_limits<int>::max()); }

/// The commands, in the language of scenarios, so that mistakes look the same.
const Field& line_fields() {
  static const Field root = section(
      "",
      {.title = "the line",
       .meaning = "One command.",
       .fields = {
           integer("ask").at_least(1).at_most(kMostSuggestions),
           section("tell", {.title = "tell",
                            .meaning = "What came of a trial.",
                            .fields = {id(), anything("parameters"), anything("metrics").required(),
                                       number("joules").at_least(0)}}),
           section("fail",
                   {.title = "fail",
                    .meaning = "A trial without a result.",
                    .fields = {id().required(), text("reason").by_default("no reason was given")}}),
           boolean("best"),
           boolean("state"),
           anything("restore"),
       }});
  return root;
}

std::string command_names() { return join(names_of(line_fields().section->fields, &Field::name)); }

/// What the table cannot say.
Faults check_argument(const AskTellLine& line) {
  const std::string place = "/" + line.command;
  const bool question = line.command == "best" || line.command == "state";
  if (question && line.argument == false) return {fault_at(place, false, "true")};
  if (line.command != "tell") return {};
  const bool by_id = line.argument.contains("id");
  const bool by_parameters = line.argument.contains("parameters");
  if (by_id && by_parameters) {
    return {fault_at(place, line.argument,
                     "id for a suggestion or parameters for another trial, not both")};
  }
  if (!by_id && !by_parameters) {
    return {missing_at(place + "/id", "the id of a suggestion, or parameters for another trial")};
  }
  return {};
}

}  // namespace

Validated<AskTellLine> read_ask_tell_line(const json& line) {
  Form form = check_form(line, line_fields());
  if (!form.faults.empty()) return tl::unexpected(std::move(form.faults));
  if (form.document.size() != 1) {
    return tl::unexpected(
        Faults{fault_at({}, line, "one command a line: one of " + command_names())});
  }
  const auto command = form.document.begin();
  AskTellLine read{command.key(), std::move(command.value())};
  if (Faults faults = check_argument(read); !faults.empty()) {
    return tl::unexpected(std::move(faults));
  }
  return read;
}

}  // namespace wattle::search
