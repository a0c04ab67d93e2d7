// SPDX-License-Identifier: MIT
// The examples of a training: `objective.data`.
#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

Kind named_kind() {
  return {.name = "named",
          .meaning = "A data set known by its name.",
          .fields = {text("name")
                         .one_of({"digits", "mnist", "fashion_mnist"})
                         .required()
                         .means("`digits` ships with Wattle; the others are read from the system's "
                                "data folders.")},
          .marker = "name"};
}

Section data_section() {
  return {
      .title = "objective.data",
      .meaning = "The examples, and how they are split. Every trial of a study has the same split.",
      .fields =
          {
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
      .selector = "kind",
      .kinds = {named_kind()},
  };
}

}  // namespace

Field data_field() {
  return section("data", data_section()).required().with_references().means("The examples.");
}

}  // namespace wattle::search
