// SPDX-License-Identifier: MIT
// The examples of a training: `objective.data`.
#include <string_view>
#include <utility>
#include <vector>

#include "search/scenario/fields.h"
#include "search/space/parameter.h"

namespace wattle::search {
namespace {

Field file(const char* name) {
  return text(name).spelled({".", "the name of a file", is_not_empty});
}

Field column(const char* name) {
  return text(name).spelled({".", "the name of a column", is_not_empty});
}

Kind named_kind() {
  return {.name = "named",
          .meaning = "A data set known by its name; [Data](data.md) lists them.",
          .fields = {text("name")
                         .one_of({"digits", "mnist", "fashion_mnist", "cifar10", "cifar100"})
                         .required()
                         .means("`digits` ships with Wattle; `wattle data fetch NAME` gets the "
                                "others.")},
          .marker = "name"};
}

Kind idx_kind() {
  Section files = {
      .title = "objective.data.idx",
      .meaning =
          "Files in the IDX format, packed with gzip or not. Names start at the scenario's "
          "folder.",
      .fields = {file("images").required().means("Bytes of images x rows x columns."),
                 file("labels").required().means("A byte an image, from 0."),
                 file("test_images").means("With `test_labels`, the set's own test part."),
                 file("test_labels").means("See `test_images`.")}};
  return {.name = "idx",
          .meaning = "Grey images in the IDX format of MNIST.",
          .fields = {section("idx", std::move(files)).required().means("The files.")},
          .marker = "idx"};
}

Kind csv_kind() {
  return {.name = "csv",
          .meaning =
              "A table whose rows are examples. A column of numbers is a feature; a column "
              "of other texts is a feature for each of its values, 0 or 1. Columns without "
              "a name are left out.",
          .fields = {file("csv").required().means(
                         "Comma-separated values with a heading, packed with gzip or not, relative "
                         "to the scenario's folder."),
                     column("target").required().means("The column to predict, as a class."),
                     list("categorical", column(""))
                         .by_default(nlohmann::json::array())
                         .means("Columns of numbers that are names, such as postal codes."),
                     list("ignore", column(""))
                         .by_default(nlohmann::json::array())
                         .means("Columns to leave out."),
                     text("missing")
                         .one_of({"error", "mean"})
                         .by_default("error")
                         .means("A cell that is empty, `NA`, `NaN` or `?`: `error` refuses the "
                                "table and names the cell, `mean` takes the mean over the training "
                                "part (for a value of a text column, its share).")},
          .marker = "csv"};
}

Kind images_kind() {
  return {
      .name = "images",
      .meaning = "A folder that holds a folder of PNG and JPEG files for each class.",
      .fields = {file("images").required().means("The folder, relative to the scenario's folder."),
                 list("size", integer("").at_least(1).at_most(4096))
                     .means("`[height, width]` that every image is brought to: a new pixel is "
                            "the mean over the area it covers. Absent: images of different "
                            "sizes are refused."),
                 boolean("colour").means(
                     "Three channels, or grey. Absent: coloured if any image is.")},
      .marker = "images"};
}

Kind text_kind() {
  return {
      .name = "text",
      .meaning =
          "Texts: a table with a column of them, or a folder that holds a folder of "
          ".txt files for each class.",
      .fields = {file("text").required().means(
                     "The table or folder, relative to the scenario's folder."),
                 column("column").by_default("text").means("Of a table: the column of the texts."),
                 column("target").means("Of a table: the column to predict. Required there."),
                 text("tokens")
                     .one_of({"words", "characters"})
                     .by_default("words")
                     .means(
                         "`words`: runs of letters, digits and any characters beyond ASCII, ASCII "
                         "letters in lower case; `characters`: every character."),
                 integer("vocabulary")
                     .at_least(3)
                     .at_most(1048576)
                     .by_default(10000)
                     .means("Most numbers for tokens: 0 is padding, 1 any unknown token, the "
                            "others the most frequent tokens of the training part."),
                 integer("length").at_least(1).at_most(65536).by_default(64).means(
                     "Tokens of an example: longer texts are cut, shorter ones padded.")},
      .marker = "text"};
}

Field augment_field() {
  return section("augment",
                 {.title = "objective.data.augment",
                  .meaning =
                      "Random changes to training images, drawn anew each time an image is seen.",
                  .fields = {boolean("flip").by_default(false).means(
                                 "Left and right change places with probability 1/2."),
                             integer("crop").at_least(0).at_most(4096).by_default(0).means(
                                 "So many black pixels are put around an image, and a piece of its "
                                 "old size is cut out at random. At most the images' smaller side, "
                                 "where a batch takes nine times its memory.")}})
      .means("Of images: random changes while training. Absent: none.");
}

/// What is chosen of a set, whatever it is read from.
std::vector<Field> selection_fields() {
  return {
      list("classes", anything(""))
          .with_at_least(2)
          .means("Only examples of these classes of the first target, renumbered. A class is its "
                 "name, or its number from 0 where no class has a number as its name."),
      map("groups", {".", "the name of a target", is_not_empty},
          list("", list("", anything("")).with_at_least(1)).with_at_least(2))
          .means("Further targets, each a list of groups of classes of the first target: "
                 "`{\"parity\": [[0, 2, 4], [1, 3, 5]]}`."),
      list("targets", column(""))
          .with_at_least(1)
          .means(
              "What is trained: targets of the set (`cifar100` has `fine` and `coarse`), groups, "
              "and other columns of a table. Splits are stratified by the first. Absent: the "
              "first target and all groups."),
      augment_field(),
  };
}

std::vector<Field> split_fields() {
  return {
      number("validation")
          .above(0)
          .below(0.9)
          .by_default(0.2)
          .means("Share of the examples that trials are compared on."),
      number("test").at_least(0).below(0.9).by_default(0.2).means(
          "Share that is looked at only once, at the end. A data set that comes with a test part "
          "of its own uses that part instead."),
      integer("seed")
          .at_least(0)
          .at_most(kLargestInteger)
          .by_default(0)
          .means("Of the split alone; trials have seeds of their own."),
      integer("limit")
          .at_least(1)
          .at_most(kLargestInteger)
          .means("Train with this many examples only; validation and test stay whole."),
      boolean("standardise")
          .by_default(false)
          .means("Subtract the mean and divide by the deviation of each channel or feature, both "
                 "fitted on the training part."),
  };
}

Section data_section() {
  std::vector<Field> fields = split_fields();
  for (Field& field : selection_fields()) fields.push_back(std::move(field));
  return {
      .title = "objective.data",
      .meaning = "The examples, and how they are split. Every trial of a study has the same split.",
      .fields = std::move(fields),
      .selector = "kind",
      .kinds = {named_kind(), idx_kind(), csv_kind(), images_kind(), text_kind()},
  };
}

}  // namespace

Field data_field() {
  return section("data", data_section()).required().with_references().means("The examples.");
}

}  // namespace wattle::search
