// SPDX-License-Identifier: MIT
// Members of `goal` that are objects of their own.
#include "search/scenario/fields.h"

namespace wattle::search {

Field lifetime_field() {
  return section(
             "lifetime",
             {.title = "goal.lifetime",
              .meaning = "The life of a model, for E = retrainings * train_joules + requests / "
                         "1000 * inference_joules_per_1000.",
              .fields = {number("retrainings")
                             .at_least(0)
                             .by_default(1)
                             .means("How often it is trained, the first time included."),
                         number("requests")
                             .at_least(0)
                             .by_default(0)
                             .means("How many inputs it answers. Above 0, every trial must give "
                                    "the metric `inference_joules_per_1000`.")},
              .one_needed = true})
      .means("What E stands for, when it is more than one training.");
}

Field reference_field() {
  return section("reference",
                 {.title = "goal.reference",
                  .meaning =
                      "Two values each of the metric and of E, the lower one first, such as an "
                      "earlier study's ends of the front. From one to the other counts the same.",
                  .fields = {list("metric", number(""))
                                 .with_at_least(2)
                                 .required()
                                 .means("Two values of the metric."),
                             list("joules", number("").above(0))
                                 .with_at_least(2)
                                 .required()
                                 .means("Two values of E, compared by their logarithms.")}})
      .means(
          "What metric and energy are measured by. Absent: by ratios, so that halving the error (1 "
          "- metric for an accuracy, the metric itself when it is to be minimised) is worth "
          "halving E.");
}

}  // namespace wattle::search
