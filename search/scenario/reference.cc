// SPDX-License-Identifier: MIT
// The table of fields as a page to read.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "search/scenario/fields.h"
#include "search/scenario/scenario.h"

namespace wattle::search {
namespace {

const char* const kIntroduction =
    "# Scenario reference\n\n"
    "A scenario is one JSON file: what to train, what may vary, what counts as good, and how much\n"
    "may be spent. This page, the [JSON Schema](scenario.schema.json) and the program's own check\n"
    "come from one table of fields; `./dev docs` writes the page and the schema anew. Examples\n"
    "are in [scenarios/](../scenarios/README.md).\n\n"
    "- `$name` inside the objective is the value of a parameter of the space; arithmetic is a\n"
    "  text, such as `\"$width * 2\"`.\n"
    "- `extends` builds on another file; in the file that extends, `null` removes a member.\n"
    "- `--set path=value` sets any member, with dots from the root:\n"
    "  `--set objective.training.epochs=5`. A new kind takes away the members of the old one;\n"
    "  `null` removes a member.\n"
    "- Unknown members and names that stand twice are faults. JSON has no comments;\n"
    "  `description` is for people.\n";

const char* const kConditions =
    "\n## Conditions\n\n"
    "A condition, in `when` and `forbid`, is an object of parameters; all of its members must\n"
    "hold.\n\n"
    "| written | holds where |\n|---|---|\n"
    "| `{\"optimizer\": \"sgd\"}` | `optimizer` is active and equal to `\"sgd\"` |\n"
    "| `{\"layers\": {\"at_least\": 2}}` | the comparison holds, see below |\n"
    "| `{\"any\": [..]}`, `{\"all\": [..]}` | one, or every one, of these conditions holds |\n"
    "| `{\"not\": {..}}` | the condition does not hold |\n"
    "| `{\"linear\": {\"width\": 1, \"depth\": 64}, \"above\": 512}` | width + 64 depth is above "
    "512; "
    "`at_least`, `below` and `at_most` too; a parameter that is not active counts as 0 |\n";

std::string heading_anchor(const std::string& title) {
  std::string anchor = title;
  std::replace(anchor.begin(), anchor.end(), '.', '-');
  return anchor;
}

std::string link_to(const Section& section) {
  return "[" + section.title + "](#" + heading_anchor(section.title) + ")";
}

/// What may stand there, in the table's second column.
std::string type_words(const Field& field) {
  switch (field.type) {
    case FieldType::kSection:
      return link_to(*field.section);
    case FieldType::kCondition:
      return "[condition](#conditions)";
    case FieldType::kMap:
      return "object of " + type_words(*field.element);
    case FieldType::kList:
      return "list of " + type_words(*field.element);
    case FieldType::kText:
      if (!field.choices.empty()) {
        std::string words;
        for (const std::string& choice : field.choices) {
          words += (words.empty() ? "`" : ", `") + choice + "`";
        }
        return words;
      }
      return in_words(field);
    default:
      return in_words(field);
  }
}

std::string default_words(const Field& field) {
  if (field.must_exist) return "required";
  return field.fallback ? "`" + field.fallback->dump() + "`" : "";
}

std::string marker_words(const Section& section, const Kind& kind) {
  if (kind.marker.empty()) return {};
  return " `" + section.selector + "` may be left out where `" + kind.marker + "` stands.";
}

class PageWriter {
 public:
  void write(const Section& section) {
    if (!met_.insert(section.title).second) return;
    page_ += "\n<a id=\"" + heading_anchor(section.title) + "\"></a>\n\n## " + section.title +
             "\n\n" + section.meaning + "\n";
    if (!section.selector.empty()) {
      page_ += "\n| `" + section.selector + "` | |\n|---|---|\n";
      for (const Kind& kind : section.kinds) {
        page_ += "| `" + kind.name + "` | " + kind.meaning + marker_words(section, kind) + " |\n";
      }
    }
    write_table(section, section.fields, {});
    for (const Kind& kind : section.kinds) write_table(section, kind.fields, kind.name);
    for (const Field& field : section.fields) write_inner(field);
    for (const Kind& kind : section.kinds) {
      for (const Field& field : kind.fields) write_inner(field);
    }
  }

  void add(const std::string& text) { page_ += text; }
  std::string take() { return std::move(page_); }

 private:
  void write_table(const Section& section, const std::vector<Field>& fields,
                   const std::string& kind) {
    if (fields.empty()) return;
    if (!kind.empty()) page_ += "\n`" + section.selector + "` `" + kind + "`:\n";
    page_ += "\n| member | what stands there | default | meaning |\n|---|---|---|---|\n";
    for (const Field& field : fields) {
      const std::string anchor =
          heading_anchor(section.title) + (kind.empty() ? "" : "-" + kind) + "-" + field.name;
      page_.append("| <a id=\"").append(anchor).append("\"></a>[`").append(field.name);
      page_.append("`](#").append(anchor).append(") | ").append(type_words(field));
      page_.append(" | ").append(default_words(field)).append(" | ").append(field.meaning);
      page_.append(" |\n");
    }
  }

  void write_inner(const Field& field) {
    if (field.section) write(*field.section);
    if (field.element) write_inner(*field.element);
  }

  std::string page_;
  std::set<std::string> met_;
};

}  // namespace

std::string scenario_reference() {
  PageWriter writer;
  writer.add(kIntroduction);
  writer.write(*scenario_fields().section);
  writer.add(kConditions);
  writer.write(*comparison_field().section);
  return writer.take();
}

}  // namespace wattle::search
