// SPDX-License-Identifier: MIT
// What a trial runs: `objective`.
#include <utility>

#include "search/objective/test_functions.h"
#include "search/scenario/fields.h"
#include "search/space/names_of.h"

namespace wattle::search {
namespace {

// Ends of ranges: beyond them a scenario is mistaken rather than ambitious (a heuristic).
constexpr double kWidest = 1e6;
constexpr double kMostLayers = 64;
constexpr double kMostConvolutions = 16;
constexpr double kLargestKernel = 31;

bool is_not_empty(std::string_view text) { return !text.empty(); }

Field activation(const std::string& usual) {
  return text("activation")
      .one_of({"relu", "tanh", "gelu", "sigmoid", "leaky_relu", "none"})
      .by_default(usual)
      .means("The function between two layers.");
}

Field layers() {
  return integer("layers")
      .at_least(1)
      .at_most(kMostLayers)
      .by_default(3)
      .means("Fully connected layers.");
}

Field dropout() {
  return number("dropout").at_least(0).below(1).by_default(0.0).means(
      "Share of a hidden layer's outputs set to zero while training.");
}

Field widths(std::string name, std::string each) {
  return list(std::move(name), integer("").at_least(1).at_most(kWidest)).means(std::move(each));
}

Section data_section() {
  return {
      .title = "objective.data",
      .meaning = "The examples, and how they are split. Every trial of a study has the same split.",
      .fields =
          {
              text("name")
                  .one_of({"digits", "mnist", "fashion_mnist"})
                  .required()
                  .means("The data set. `digits` ships with Wattle; the others are read from the "
                         "system's data folders."),
              number("validation")
                  .above(0)
                  .below(0.9)
                  .by_default(0.2)
                  .means("Share of the examples that trials are compared on."),
              number("test").at_least(0).below(0.9).by_default(0.2).means(
                  "Share that is looked at only once, at the end. A data set that comes with "
                  "a test part of its own uses that part instead."),
              integer("seed").at_least(0).by_default(0).means(
                  "Of the split alone; trials have seeds of their own."),
              integer("limit").at_least(1).means(
                  "Train with this many examples only; validation and test stay whole."),
              boolean("standardise")
                  .by_default(false)
                  .means("Subtract the mean and divide by the deviation of each channel, both "
                         "fitted on the training part."),
          },
  };
}

Section model_section() {
  return {
      .title = "objective.model",
      .meaning = "The network.",
      .selector = "family",
      .kinds =
          {
              {"mlp",
               "Fully connected layers.",
               {widths("hidden",
                       "Outputs of each hidden layer, in order; empty for a linear model.")
                    .by_default(nlohmann::json::array({64})),
                activation("relu"), dropout()}},
              {"dense_poly",
               "Fully connected layers whose widths fall from the input's size to the number of "
               "classes along a polynomial.",
               {layers(), activation("none")}},
              {"dense_linear",
               "Fully connected layers whose widths fall in equal steps.",
               {layers(), activation("none")}},
              {"simple_cnn",
               "Convolutions, then fully connected layers.",
               {integer("convolutions")
                    .at_least(0)
                    .at_most(kMostConvolutions)
                    .by_default(2)
                    .means("Convolutions of 3x3, each with batch normalisation and pooling."),
                layers(),
                integer("width").at_least(1).at_most(kWidest).means(
                    "Output channels of the first convolution; each later one has three times as "
                    "many. Absent: three times the channels of the images."),
                activation("relu")}},
              {"cnn",
               "Convolutions with pooling, then fully connected layers, all sizes free.",
               {widths("channels", "Output channels of each convolution, in order.")
                    .with_at_least(1)
                    .by_default(nlohmann::json::array({16, 32})),
                widths("hidden", "Outputs of each fully connected hidden layer.")
                    .by_default(nlohmann::json::array({64})),
                integer("kernel")
                    .at_least(1)
                    .at_most(kLargestKernel)
                    .by_default(3)
                    .means("Side of a convolution's window; odd."),
                activation("relu"), dropout(),
                boolean("batch_norm")
                    .by_default(false)
                    .means("Normalise over the batch after each convolution.")}},
          },
  };
}

Kind train_kind() {
  return {"train",
          "Trains a network on a data set.",
          {section("data", data_section()).required().with_references().means("The examples."),
           section("model", model_section()).required().with_references().means("The network."),
           training_field()}};
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
           .means("Time a trial sleeps, to stand for work.")}};
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
           .means("What the joules cover, for the report. Absent: not known.")}};
}

}  // namespace

Field objective_field() {
  return section(
             "objective",
             {.title = "objective",
              .meaning =
                  "What a trial runs. Any value inside `data`, `model` and `training` may be "
                  "`\"$name\"`, the "
                  "value of that parameter of the space, or arithmetic with `+ - * / ( )` and "
                  "numbers, such as `\"$width * 2\"`. A member whose parameter is not active is "
                  "left out.",
              .selector = "kind",
              .kinds = {train_kind(), function_kind(), table_kind()}})
      .required()
      .means("What a trial runs.");
}

std::vector<std::string> metrics_of(const nlohmann::json& objective) {
  const std::string kind = objective.at("kind");
  if (kind == "train") {
    return {"val_accuracy", "val_loss", "train_loss",  "parameters",
            "macs",         "seconds",  "train_joules"};
  }
  if (kind == "function") return {"value", "seconds", "train_joules"};
  std::vector<std::string> metrics = objective.value("metrics", std::vector<std::string>());
  metrics.insert(metrics.begin(), objective.at("metric"));
  metrics.emplace_back("seconds");
  if (objective.contains("joules")) metrics.emplace_back("train_joules");
  return metrics;
}

}  // namespace wattle::search
