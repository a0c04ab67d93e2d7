// SPDX-License-Identifier: MIT
// What may vary: `space`, `forbid` and `points`.
#include <utility>
#include <vector>

#include "search/scenario/fields.h"
#include "search/space/search_space.h"

namespace wattle::search {
namespace {

std::vector<Field> numeric_fields(const Field& low, const Field& high, const Field& step) {
  return {
      low,
      high,
      text("scale")
          .one_of({"linear", "log", "reverse_log"})
          .by_default("linear")
          .means(
              "How values are spread: `log` gives every factor of ten the same room (`low` above "
              "0), `reverse_log` does so towards `high`."),
      step,
      integer("levels")
          .at_least(1)
          .by_default(kDefaultLevels)
          .means("Points of the grid along this parameter; a range with fewer values gives all of "
                 "them."),
  };
}

/// An integer where doubles are exact.
Field whole(std::string name) {
  return integer(std::move(name)).at_least(-kLargestInteger).at_most(kLargestInteger);
}

Section parameter_section() {
  return {
      .title = "space.parameter",
      .meaning =
          "One thing that may vary. Its name is the member's name in `space`; the objective "
          "refers to it as `$name`.",
      .fields = {condition("when").means(
          "The parameter is active only where this condition holds; otherwise the objective goes "
          "without the members that refer to it. Absent: always active.")},
      .selector = "type",
      .kinds =
          {
              {"float", "A real number between two bounds.",
               numeric_fields(number("low").required().means("Smallest value."),
                              number("high").required().means("Largest value, included."),
                              number("step").above(0).means("Only `low` + a multiple of this."))},
              {"int", "An integer between two bounds.",
               numeric_fields(
                   whole("low").required().means("Smallest value."),
                   whole("high").required().means("Largest value, included."),
                   integer("step").at_least(1).means("Only `low` + a multiple of this."))},
              {"ordinal",
               "One of a list whose order means something: neighbours behave alike.",
               {list("values", anything(""))
                    .required()
                    .with_at_least(1)
                    .means("The values, from one end to the other.")}},
              {"categorical",
               "One of a list without order.",
               {list("choices", anything(""))
                    .required()
                    .with_at_least(1)
                    .means("The choices: texts, numbers, true and false, lists or objects.")}},
              {"constant",
               "A value that does not vary, with a name that the objective can use.",
               {anything("value").required().means("The value.")}},
          },
  };
}

}  // namespace

Field space_field() {
  const Spelling names{"^[A-Za-z_][A-Za-z0-9_]*$",
                       "a name of letters, digits and _, not beginning with a digit",
                       is_identifier};
  return map("space", names, section("", parameter_section()))
      .required()
      .with_at_least(1)
      .means("What may vary: parameters by name.");
}

Field forbid_field() {
  return list("forbid", condition(""))
      .by_default(nlohmann::json::array())
      .means(
          "Combinations that are never tried: a suggestion for which one of these conditions "
          "holds is not made.");
}

Field points_field() {
  return list("points", anything(""))
      .with_at_least(1)
      .means(
          "The only points that may be tried: rows, each an object of values by parameter. `space` "
          "may leave out parameters then, see [Listed points](search_space.md#listed-points).");
}

Field comparison_field() {
  return section(
      "",
      {.title = "condition.comparison",
       .meaning = "Comparisons of one parameter; all that are given must hold. A comparison with "
                  "a parameter that is not active is false.",
       .fields =
           {
               anything("is").means("Equal to this. `{\"a\": 1}` is short for it."),
               anything("is_not").means("Active, and not equal to this."),
               list("in", anything("")).with_at_least(1).means("Equal to one of these."),
               number("above").means("Larger than this."),
               number("at_least").means("This or larger."),
               number("below").means("Smaller than this."),
               number("at_most").means("This or smaller."),
           },
       .one_needed = true});
}

}  // namespace wattle::search
