// SPDX-License-Identifier: MIT
#include "trainer/dataset/options.h"

#include <array>
#include <cmath>
#include <utility>

#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;

// Whole numbers up to here survive a JSON reader that keeps numbers as doubles.
constexpr double kLargestExact = 9007199254740992.0;
// An image side and a text beyond these are mistakes; they keep sizes within memory.
constexpr double kLargestSide = 4096.0;
constexpr double kLongestText = 65536.0;
constexpr double kLargestVocabulary = 1048576.0;
/// Padding, unknown, and one token.
constexpr double kSmallestVocabulary = 3.0;

// Of the examples, for validation or test. A heuristic: a split that leaves the training less than
// a tenth is a mistake.
constexpr double kLargestShare = 0.9;

/// Member and kind.
constexpr std::array<std::pair<const char*, const char*>, 5> kMarkers = {
    {{"name", "named"}, {"idx", "idx"}, {"csv", "csv"}, {"images", "images"}, {"text", "text"}}};

std::string kind_of(const json& data, FieldReader& reader) {
  std::string marked = "named";
  std::vector<std::string> kinds;
  for (const auto& [member, kind] : kMarkers) {
    kinds.emplace_back(kind);
    if (data.is_object() && data.contains(member)) {
      marked = kind;
    }
  }
  return reader.choice("kind", marked, kinds);
}

std::string needed(FieldReader& reader, const std::string& name) {
  std::string text = reader.text(name, {});
  if (text.empty()) {
    reader.reject(name, "is missing");
  }
  return text;
}

/// The name of a class or column as text: "cat", or a whole number.
std::optional<std::string> name_in(const json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_number() && value.get<double>() == std::floor(value.get<double>()) &&
      std::abs(value.get<double>()) < kLargestExact) {
    return std::to_string(static_cast<std::int64_t>(value.get<double>()));
  }
  return std::nullopt;
}

std::vector<std::string> names_in(FieldReader& reader, const std::string& name, const json& list) {
  std::vector<std::string> names;
  if (!list.is_array() || list.empty()) {
    reader.reject(name, list.dump() + " is not a list of names");
    return names;
  }
  for (const json& element : list) {
    auto text = name_in(element);
    if (!text) {
      reader.reject(name, element.dump() + " is neither a name nor a whole number");
      return names;
    }
    names.push_back(std::move(*text));
  }
  return names;
}

std::vector<std::string> names(FieldReader& reader, const std::string& name) {
  const json& list = reader.member(name);
  // An empty list is as good as none: a table may ignore no column.
  return list.is_null() || list == json::array() ? std::vector<std::string>()
                                                 : names_in(reader, name, list);
}

IdxSource parse_idx(FieldReader& data) {
  FieldReader reader(data.member("idx"), "data.idx");
  IdxSource source;
  source.images = needed(reader, "images");
  source.labels = needed(reader, "labels");
  source.test_images = reader.text("test_images", {});
  source.test_labels = reader.text("test_labels", {});
  if (source.test_images.empty() != source.test_labels.empty()) {
    reader.reject("test_images", "goes together with test_labels");
  }
  data.adopt(reader.fault());
  return source;
}

CsvSource parse_csv(FieldReader& data) {
  CsvSource source;
  source.file = needed(data, "csv");
  source.target = needed(data, "target");
  source.categorical = names(data, "categorical");
  source.ignore = names(data, "ignore");
  source.impute = data.choice("missing", "error", {"error", "mean"}) == "mean";
  return source;
}

ImageSource parse_images(FieldReader& data) {
  ImageSource source;
  source.folder = needed(data, "images");
  source.size = data.integers("size", {}, {1.0, kLargestSide});
  if (!source.size.empty() && source.size.size() != 2) {
    data.reject("size", "is not [height, width]");
  }
  if (data.has("colour")) {
    source.colour = data.boolean("colour", false);
  }
  return source;
}

TextSource parse_text(FieldReader& data) {
  TextSource source;
  source.path = needed(data, "text");
  source.column = data.text("column", source.column);
  source.target = data.text("target", source.target);
  const bool words = data.choice("tokens", "words", {"words", "characters"}) == "words";
  source.tokens = words ? TokenKind::kWords : TokenKind::kCharacters;
  source.vocabulary =
      data.integer("vocabulary", source.vocabulary, {kSmallestVocabulary, kLargestVocabulary});
  source.length = data.integer("length", source.length, {1.0, kLongestText});
  return source;
}

DataSource parse_source(const std::string& kind, FieldReader& data) {
  if (kind == "idx") {
    return parse_idx(data);
  }
  if (kind == "csv") {
    return parse_csv(data);
  }
  if (kind == "images") {
    return parse_images(data);
  }
  if (kind == "text") {
    return parse_text(data);
  }
  return NamedSource{needed(data, "name")};
}

void parse_groups(FieldReader& data, DataOptions& options) {
  const json& groups = data.member("groups");
  if (groups.is_null()) {
    return;
  }
  if (!groups.is_object()) {
    data.reject("groups", "is not an object of names and lists of groups");
    return;
  }
  for (const auto& [name, list] : groups.items()) {
    if (!list.is_array() || list.size() < 2) {
      data.reject("groups", name + ": is not a list of at least two groups");
      return;
    }
    for (const json& group : list) {
      options.groups[name].push_back(names_in(data, "groups", group));
    }
  }
}

Augmentation parse_augmentation(FieldReader& data) {
  FieldReader reader(data.member("augment"), "data.augment");
  Augmentation augmentation;
  augmentation.flip = reader.boolean("flip", augmentation.flip);
  augmentation.crop = reader.integer("crop", augmentation.crop, {0.0, kLargestSide});
  data.adopt(reader.fault());
  return augmentation;
}

bool is_fitted(const DataSource& source) {
  const auto* csv = std::get_if<CsvSource>(&source);
  return std::holds_alternative<TextSource>(source) || (csv != nullptr && csv->impute);
}

std::string content_of(json data, const DataSource& source) {
  data.erase("standardise");
  data.erase("augment");
  if (!is_fitted(source)) {
    for (const char* of_the_split : {"validation", "test", "seed", "limit"}) {
      data.erase(of_the_split);
    }
  }
  return data.dump();
}

}  // namespace

Result<DataOptions> parse_data_options(const json& data) {
  DataOptions options;
  FieldReader reader(data, "data");
  options.source = parse_source(kind_of(data, reader), reader);
  options.classes = names(reader, "classes");
  parse_groups(reader, options);
  options.targets = names(reader, "targets");
  options.validation =
      reader.real("validation", options.validation, {0.0, kLargestShare, true, true});
  options.test = reader.real("test", options.test, {0.0, kLargestShare, false, true});
  options.seed = static_cast<std::uint64_t>(reader.integer("seed", 0, {0.0, kLargestExact}));
  if (reader.has("limit")) {
    options.limit = reader.integer("limit", 1, {1.0, kLargestExact});
  }
  options.standardise = reader.boolean("standardise", options.standardise);
  options.augment = parse_augmentation(reader);
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  options.content = content_of(data, options.source);
  return options;
}

json default_data() {
  const DataOptions options;
  return {{"validation", options.validation},
          {"test", options.test},
          {"seed", options.seed},
          {"standardise", options.standardise}};
}

}  // namespace wattle::trainer
