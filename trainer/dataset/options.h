// SPDX-License-Identifier: MIT
// What a person says about the examples: the objective's `data` member.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

/// {"name": "digits"}: a set known by its name.
struct NamedSource {
  std::string name;
};

/// {"idx": {"images": "a", "labels": "b"}}: own files in the IDX format.
struct IdxSource {
  std::string images;
  std::string labels;
  std::string test_images;  ///< with test_labels, the set's own test part; both empty: none
  std::string test_labels;
};

/// {"csv": "file.csv", "target": "species"}: a table whose rows are examples.
struct CsvSource {
  std::string file;
  std::string target;                    ///< the column to predict
  std::vector<std::string> categorical;  ///< columns of names, even if the names are numbers
  std::vector<std::string> ignore;       ///< columns that are left out
  bool impute = false;  ///< a missing cell is the mean of its feature over the training part
};

/// {"images": "folder"}: a folder of PNG and JPEG files for each class.
struct ImageSource {
  std::string folder;
  std::vector<std::int64_t> size;  ///< {height, width}; empty: all images have the same size
  std::optional<bool> colour;      ///< three channels, or grey; absent: as any image has it
};

enum class TokenKind { kWords, kCharacters };

/// {"text": "file-or-folder"}: a table with a column of texts, or a folder of .txt files for each
/// class.
struct TextSource {
  std::string path;
  std::string column = "text";  ///< of a table
  std::string target;           ///< of a table; required there
  TokenKind tokens = TokenKind::kWords;
  std::int64_t vocabulary = 10000;  ///< most numbers in use, padding and unknown among them
  std::int64_t length = 64;         ///< tokens an example is cut or padded to
};

using DataSource = std::variant<NamedSource, IdxSource, CsvSource, ImageSource, TextSource>;

/// Random changes to training images; evaluation sees the images as they are.
struct Augmentation {
  bool flip = false;      ///< left and right change places with probability 1/2
  std::int64_t crop = 0;  ///< black edges of so many pixels, then a cut of the old size at random;
                          ///< at most the images' smaller side

  bool any() const { return flip || crop > 0; }
};

/// The objective's `data` member. Classes are told by their names, or, where no class of the set
/// has a number as its name, by their numbers counted from 0.
struct DataOptions {
  DataSource source;
  std::vector<std::string> classes;  ///< of the set's first target: only examples of these remain,
                                     ///< renumbered in the set's order; empty: all
  /// Further targets, from a name to groups of classes of the set's first target; every class that
  /// remains is in one group.
  std::map<std::string, std::vector<std::vector<std::string>>> groups;
  /// What is trained, of the set's targets and the groups; of a table also other columns. Empty:
  /// the set's first target, then the groups. The first is what splits are stratified by.
  std::vector<std::string> targets;
  double validation = 0.2;  ///< fraction of the examples that choose between trials, in (0, 0.9)
  double test = 0.2;        ///< fraction kept for the end, in [0, 0.9); ignored where the set has
                            ///< its own test part (mnist, cifar10): that is the test part
  std::uint64_t seed = 0;   ///< of the split, not of the trial: all trials share one split
  std::optional<std::int64_t> limit;  ///< train with this many examples only, classes in
                                      ///< proportion; validation and test stay whole
  bool standardise = false;           ///< subtract the mean and divide by the deviation of each
                                      ///< channel, both fitted on the training part only
  Augmentation augment;

  /// The members that the examples in memory depend on, as text: equal for equal examples. The
  /// split is among them only where something is fitted on its training part.
  std::string content;
};

/// `data` may leave out `kind`: a member `name`, `idx`, `csv`, `images` or `text` tells it.
/// Failure: kInvalidArgument, naming the member.
Result<DataOptions> parse_data_options(const nlohmann::json& data);
/// The defaults above as JSON, without the members that have none (name, limit).
nlohmann::json default_data();

}  // namespace wattle::trainer
