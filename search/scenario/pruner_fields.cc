// SPDX-License-Identifier: MIT
// Which trials are stopped early.
#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

std::vector<Field> rung_fields() {
  return {integer("min_steps").at_least(1).by_default(1).means("The first rung, in steps."),
          integer("reduction_factor")
              .at_least(2)
              .by_default(3)
              .means("One trial in so many goes on from a rung, and the next rung is so many times "
                     "higher.")};
}

std::vector<Field> hyperband_fields() {
  std::vector<Field> fields = rung_fields();
  fields.push_back(integer("brackets")
                       .at_least(1)
                       .at_most(16)
                       .by_default(4)
                       .means("Groups of trials. Each has its first rung `reduction_factor` times "
                              "higher than the one before."));
  return fields;
}

}  // namespace

Section pruner_section() {
  return {
      .title = "pruner",
      .meaning =
          "Which trials are stopped early; [Stopping trials early](pruning.md) tells the rules and "
          "how to choose.",
      .selector = "kind",
      .kinds =
          {{"none", "None.", {}},
           {"median",
            "Those that are worse than the median of the others at the same step.",
            {integer("startup_trials")
                 .at_least(1)
                 .by_default(5)
                 .means(
                     "Complete trials that got as far, to wait for before the first is stopped."),
             integer("warmup_steps")
                 .at_least(0)
                 .by_default(3)
                 .means("Steps that every trial may make.")}},
           {"asha",
            "Those that are not among the best at a rung, a step at which trials are compared.",
            rung_fields()},
           {"hyperband",
            "As `asha`, with groups of trials of which some are compared early and some late.",
            hyperband_fields()},
           {"patience",
            "Those whose metric no longer improves. They count as complete.",
            {integer("patience")
                 .at_least(1)
                 .by_default(5)
                 .means("Steps without improvement after which a trial ends."),
             number("min_delta")
                 .at_least(0)
                 .by_default(0.0)
                 .means("What an improvement must exceed, in the unit of the metric.")}},
           {"energy",
            "Those that spent more than a trial that will stay at least as good, and those that do "
            "not fit into what is left of `budget.joules`.",
            {integer("warmup_steps")
                 .at_least(0)
                 .by_default(3)
                 .means("Steps that every trial may make.")}}},
  };
}

}  // namespace wattle::search
