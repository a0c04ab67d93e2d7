// SPDX-License-Identifier: MIT
// What counts as good: `goal`.
#include <utility>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

bool is_no_test_metric(std::string_view name) {
  constexpr std::string_view kTest = "test_";
  return !name.empty() && name.substr(0, kTest.size()) != kTest;
}

/// Which names there are depends on the objective; meaning.h looks at them together.
Field metric(std::string name) {
  return text(std::move(name))
      .spelled({"^(?!test_).", "the name of a metric, none of a test set", is_no_test_metric})
      .such_as({"val_accuracy", "val_loss", "train_loss", "value", "parameters", "macs", "seconds",
                "train_joules"})
      .because("trials are selected on validation only; test metrics are for the report");
}

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

Section goal_section() {
  return {
      .title = "goal",
      .meaning =
          "What counts as good. E is the energy that a trial's training took, in joules. "
          "[Goals](goals.md) has an example of each kind.",
      .fields =
          {
              metric("metric").required().means(
                  "The number to judge trials by. `train`: `val_accuracy`, `val_loss`, "
                  "`train_loss`, `parameters`, `macs`, `seconds`, `train_joules`; `function`: "
                  "`value`, `seconds`, `train_joules`; `command`: its `metric` and `metrics`, "
                  "`seconds`, "
                  "`train_joules`; `table`: its `metric` and `metrics`, "
                  "`seconds`, "
                  "and `train_joules` if it has `joules`. Selection never sees the test set."),
              text("direction")
                  .one_of({"maximize", "minimize"})
                  .means(
                      "Which way is better. Default: `maximize` for an accuracy, `minimize` for a "
                      "loss and for `value`; needed for any other metric."),
          },
      .selector = "kind",
      .kinds =
          {
              {"best", "The metric alone; energy is still metered.", {}},
              {"weighted",
               "The metric against the logarithm of E.",
               {number("points_per_decade")
                    .above(0)
                    .required()
                    .means("How much of the metric ten times the energy must buy."),
                lifetime_field()}},
              {"equal",
               "The metric and E, of equal importance.",
               {reference_field(), lifetime_field()}},
              {"within",
               "The best metric among trials that keep within a bound.",
               {metric("bound_metric").by_default("train_joules").means("What is bounded."),
                number("at_most").required().means("The bound."), lifetime_field()}},
              {"cheapest",
               "The least E among trials that are good enough.",
               {lifetime_field(),
                number("at_least").means("Good enough, for a metric to maximize."),
                number("at_most").means("Good enough, for a metric to minimize."),
                boolean("stop_when_reached")
                    .by_default(true)
                    .means("A trial ends, as complete, after the first step that is good enough. "
                           "`false`: it makes all its steps, and its last one is judged.")}},
              {"pareto", "The front of the metric and E.", {lifetime_field()}},
          },
  };
}

}  // namespace

Field goal_field() {
  return section("goal", goal_section()).required().means("What counts as good.");
}

}  // namespace wattle::search
