// SPDX-License-Identifier: MIT
// What a study does with its best trials at its end.
#include "search/scenario/fields.h"

namespace wattle::search {

Field finalists_field() {
  return section("finalists",
                 {.title = "finalists",
                  .meaning = "What is measured at the end, alone on the machine. A number alone is "
                             "short for `count`.",
                  .fields =
                      {integer("count").at_least(0).at_most(100).by_default(1).means(
                           "Best trials to run again."),
                       boolean("profile").by_default(false).means(
                           "Then measure what the layers of the winner's model cost in a training "
                           "step, as `wattle profile` does: the report tells it by kind of layer. "
                           "Only where a model is trained. It takes a second or two for each "
                           "layer, longer by a coarse meter, and its joules are the search's.")},
                  .number_stands_for = "count"})
      .by_default(1)
      .means(
          "Best trials to run again at the end, alone on the machine, so that their joules were "
          "not shared with a neighbour.");
}

}  // namespace wattle::search
