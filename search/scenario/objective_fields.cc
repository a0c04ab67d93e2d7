// SPDX-License-Identifier: MIT
// What a trial runs: `objective`.
#include <utility>

#include "search/objective/test_functions.h"
#include "search/scenario/fields.h"
#include "search/space/names_of.h"
#include "search/trial/measurement.h"

namespace wattle::search {
namespace {

Kind train_kind() {
  return {"train",
          "Trains a network on a data set.",
          {data_field(), model_field(), training_field(), isolate_field(), isolation_field(),
           limits_field()}};
}

Kind function_kind() {
  return {
      "function",
      "A test problem with a known optimum, a function of the parameters `x0`, `x1`, ... of the "
      "space. For trying out strategies.",
      {text("name")
           .one_of(names_of(test_functions(), &TestFunction::name))
           .required()
           .means("The function: `branin` of two parameters, `hartmann6` of six, the others of "
                  "as many as there are."),
       number("noise").at_least(0).by_default(0.0).means(
           "Standard deviation of the normal noise added to the value."),
       number("milliseconds")
           .at_least(0)
           .by_default(0.0)
           .means("Time a trial sleeps, to stand for work."),
       limits_field()}};
}

Field column(const char* name) {
  return text(name).spelled({".", "the name of a column", is_not_empty});
}

Kind table_kind() {
  return {
      "table",
      "Recorded runs, replayed on a simulated clock; [Tables](tables.md) tells how.",
      {text("file")
           .spelled({".", "the name of a file", is_not_empty})
           .required()
           .means("Comma-separated values with a heading, relative to the scenario's folder."),
       list("parameters", column(""))
           .with_at_least(1)
           .required()
           .means("Columns that tell configurations apart; they become parameters of the space."),
       column("metric").required().means("The column of the number to judge runs by."),
       list("metrics", column("")).means("Columns of further numbers to report."),
       column("joules").means("The column of a run's joules. Absent: no energy is known."),
       column("seconds").required().means("The column of a run's seconds."),
       column("step").means(
           "The column of the step, such as the epoch. The rows of a run are then a curve."),
       text("amounts")
           .one_of({"cumulative", "per_step", "running_maximum"})
           .by_default("cumulative")
           .means("What the joules and seconds of a curve's row are: from its start to that step, "
                  "where none may be below the one before; of that step alone; or from its start "
                  "with falls, as models predict them, during which the clock stands still."),
       column("run").means(
           "The column that tells the runs of a configuration apart. Absent: each row is a run; "
           "with `step`, the k-th row of a step belongs to the k-th run."),
       map("where", {".", "the name of a column", is_not_empty}, anything(""))
           .with_at_least(1)
           .means("Only rows with this value, or one of this list, in each of these columns."),
       text("missing")
           .one_of({"error", "fail"})
           .by_default("error")
           .means("A run without metric, joules or seconds, such as one that never reached its "
                  "target: `error` refuses the table, `fail` lets the trial fail after what was "
                  "recorded of it."),
       list("coverage", text("").one_of({"package", "dram", "gpu", "wall"}))
           .means("What the joules cover, for the report. Absent: not known."),
       limits_field()}};
}

Field metric_name(const char* name) {
  return text(name).spelled({".", "the name of a metric", is_not_empty});
}

Kind imported_kind() {
  return {"imported",
          "Trials that were run elsewhere, as `wattle import` writes it when no scenario says what "
          "a trial runs. They can be looked at and exported; no further ones can be run. [Moving "
          "studies](moving.md) tells more.",
          {metric_name("metric").required().means("The number to judge trials by."),
           list("metrics", metric_name("")).means("Further numbers that they have.")}};
}

}  // namespace

Field objective_field() {
  return section(
             "objective",
             {.title = "objective",
              .meaning =
                  "What a trial runs. Any value inside `data`, `model`, `training`, `run` and "
                  "`steps` may be "
                  "`\"$name\"`, the "
                  "value of that parameter of the space, or arithmetic with `+ - * / ( )` and "
                  "numbers, such as `\"$width * 2\"`. A member whose parameter is not active is "
                  "left out.",
              .selector = "kind",
              .kinds = {train_kind(), command_kind(), function_kind(), table_kind(),
                        imported_kind()}})
      .required()
      .means("What a trial runs.");
}

std::vector<std::string> metrics_of(const nlohmann::json& objective) {
  const std::string kind = objective.at("kind");
  if (kind == "train") {
    return {"val_accuracy", "val_loss", "train_loss",   "parameters",
            "macs",         "seconds",  "train_joules", kInferenceJoules};
  }
  if (kind == "function") return {"value", "seconds", "train_joules"};
  std::vector<std::string> metrics = objective.value("metrics", std::vector<std::string>());
  metrics.insert(metrics.begin(), objective.at("metric"));
  metrics.emplace_back("seconds");
  if (kind != "table" || objective.contains("joules")) metrics.emplace_back("train_joules");
  return metrics;
}

}  // namespace wattle::search
