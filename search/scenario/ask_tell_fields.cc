// SPDX-License-Identifier: MIT
// What a scenario need not say when somebody else runs the trials. Derived from the one table, so
// that a member means, and is checked, the same in both.
#include <memory>
#include <string_view>
#include <utility>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

/// Members that name a metric: "metric", "bound_metric".
bool names_metric(std::string_view member) {
  constexpr std::string_view kEnd = "metric";
  return member.size() >= kEnd.size() && member.substr(member.size() - kEnd.size()) == kEnd;
}

/// An objective's metrics are known beforehand, those of an outside program are not.
void allow_any_metric(std::vector<Field>& fields) {
  const Spelling any{".", "the name of a metric",
                     [](std::string_view name) { return !name.empty(); }};
  for (Field& field : fields) {
    if (!names_metric(field.name)) continue;
    field.examples.clear();
    field.note.clear();
    field.spelled(any);
  }
}

Field with_any_metric(Field goal) {
  Section section = *goal.section;
  allow_any_metric(section.fields);
  for (Kind& kind : section.kinds) allow_any_metric(kind.fields);
  goal.section = std::make_shared<Section>(std::move(section));
  return goal;
}

Field derive(Field root) {
  Section section = *root.section;
  for (Field& member : section.fields) {
    if (member.name == "goal") member = with_any_metric(std::move(member));
    if (member.name != "goal" && member.name != "space") member.must_exist = false;
  }
  root.section = std::make_shared<Section>(std::move(section));
  return root;
}

}  // namespace

const Field& ask_tell_fields() {
  static const Field root = derive(scenario_fields());
  return root;
}

}  // namespace wattle::search
