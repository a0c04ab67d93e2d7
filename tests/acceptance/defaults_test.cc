// SPDX-License-Identifier: MIT
// The table of fields says what an absent member means, and the trainer acts on it: they must
// agree.
#include <gmock/gmock.h>

#include <algorithm>

#include "search/dataset/catalogue.h"
#include "search/scenario/fields.h"
#include "search/scenario/scenario.h"
#include "tests/support/temporary_directory.h"
#include "trainer/dataset/named_sets.h"
#include "trainer/dataset/options.h"
#include "trainer/training/specification.h"

namespace wattle {
namespace {

nlohmann::json documented_objective(const nlohmann::json& data) {
  const nlohmann::json scenario = {
      {"name", "defaults"},
      {"objective",
       {{"kind", "train"},
        {"data", data},
        {"model", {{"family", "mlp"}, {"hidden", {"$width"}}}},
        {"training", nlohmann::json::object()}}},
      {"space", {{"width", {{"type", "int"}, {"low", 4}, {"high", 8}}}}},
      {"goal", {{"kind", "best"}, {"metric", "val_accuracy"}}},
      {"strategy", {{"kind", "random"}}},
      {"budget", {{"trials", 1}}},
  };
  const auto valid = search::validate_scenario(scenario);
  EXPECT_TRUE(valid) << (valid ? "" : search::to_text(valid.error().front()));
  return valid ? valid->document.at("objective") : nlohmann::json::object();
}

nlohmann::json documented_training() {
  return documented_objective({{"name", "digits"}}).at("training");
}

TEST(Defaults, OfTheTrainingAreTheTrainersOwn) {
  const nlohmann::json documented = documented_training();
  const nlohmann::json actual = trainer::default_training();
  for (const auto& [member, value] : actual.items()) {
    ASSERT_TRUE(documented.contains(member)) << member << " is not in the table of fields";
    EXPECT_EQ(documented[member], value) << member;
  }
}

TEST(Defaults, EveryTrainingFieldIsKnownToTheTrainer) {
  const auto parsed = trainer::parse_training(documented_training());
  EXPECT_TRUE(parsed) << parsed.error().message;
}

TEST(Defaults, OfTheDataAreTheTrainersOwn) {
  const nlohmann::json documented = documented_objective({{"name", "digits"}}).at("data");
  const nlohmann::json actual = trainer::default_data();
  for (const auto& [member, value] : actual.items()) {
    ASSERT_TRUE(documented.contains(member)) << member << " is not in the table of fields";
    EXPECT_EQ(documented[member], value) << member;
  }
}

/// As short as it can be, and one with every member.
const std::vector<nlohmann::json>& data_of_every_kind() {
  static const std::vector<nlohmann::json> all = {
      {{"idx", {{"images", "a"}, {"labels", "b"}}}},
      {{"csv", "a.csv"}, {"target", "y"}},
      {{"images", "folder"}},
      {{"text", "a.csv"}, {"target", "y"}},
      {{"idx", {{"images", "a"}, {"labels", "b"}, {"test_images", "c"}, {"test_labels", "d"}}},
       {"classes", {"0", 1}},
       {"groups", {{"parity", {{0}, {1}}}}},
       {"targets", {"parity"}},
       {"augment", {{"flip", true}, {"crop", 2}}},
       {"limit", 5}},
      {{"csv", "a.csv"},
       {"target", "y"},
       {"categorical", {"c"}},
       {"ignore", {"d"}},
       {"missing", "mean"}},
      {{"images", "folder"}, {"size", {8, 8}}, {"colour", false}},
      {{"text", "a"}, {"tokens", "characters"}, {"vocabulary", 9}, {"length", 3}, {"column", "x"}},
  };
  return all;
}

TEST(Defaults, DataOfEveryKindAreKnownToTheTrainer) {
  for (const nlohmann::json& data : data_of_every_kind()) {
    const auto parsed = trainer::parse_data_options(documented_objective(data).at("data"));
    EXPECT_TRUE(parsed) << data << parsed.error().message;
  }
}

TEST(Defaults, OfEveryKindOfDataAreTheTrainersOwn) {
  using trainer::parse_data_options;
  const auto table =
      std::get<trainer::CsvSource>(parse_data_options({{"csv", "a"}, {"target", "y"}})->source);
  const nlohmann::json csv = documented_objective({{"csv", "a"}, {"target", "y"}}).at("data");
  EXPECT_EQ(csv.at("missing") == "mean", table.impute);
  EXPECT_TRUE(csv.at("categorical").empty() && table.categorical.empty());
  const auto texts = std::get<trainer::TextSource>(parse_data_options({{"text", "a"}})->source);
  const nlohmann::json text = documented_objective({{"text", "a"}}).at("data");
  EXPECT_EQ(text.at("column"), texts.column);
  EXPECT_EQ(text.at("tokens") == "words", texts.tokens == trainer::TokenKind::kWords);
  EXPECT_EQ(text.at("vocabulary"), texts.vocabulary);
  EXPECT_EQ(text.at("length"), texts.length);
}

TEST(Defaults, TheCatalogueHasTheSetsOfTheTrainer) {
  std::vector<std::string> names;
  for (const search::PublicSet& set : search::public_sets()) names.push_back(set.name);
  EXPECT_EQ(names, trainer::dataset_names());
}

/// Where the catalogue has a set, the trainer looks for it, and under both names.
TEST(Defaults, TheTrainerLooksIntoTheFoldersOfTheCatalogue) {
  for (const search::PublicSet& set : search::public_sets()) {
    for (const std::string& name : set.folders) {
      const test::TemporaryDirectory folder;
      std::filesystem::create_directory(folder.path() / name);
      const auto read = trainer::read_named_set(set.name, {folder.path()});
      ASSERT_FALSE(read) << set.name;  // the folder is empty
      EXPECT_NE(read.error().message.find((folder.path() / name).string() + "/"), std::string::npos)
          << read.error().message;
    }
  }
}

const search::Field& field_of(const std::vector<search::Field>& fields, const std::string& name) {
  return *std::find_if(fields.begin(), fields.end(),
                       [&](const search::Field& field) { return field.name == name; });
}

TEST(Defaults, TheTableNamesTheSetsOfTheTrainer) {
  const search::Field data = search::data_field();
  const search::Kind* const named = data.section->find_kind("named");
  ASSERT_NE(named, nullptr);
  EXPECT_THAT(field_of(named->fields, "name").choices,
              ::testing::UnorderedElementsAreArray(trainer::dataset_names()));
}

/// Ends that are in the range and numbers just outside it, by member.
struct Ends {
  std::string member;
  std::vector<nlohmann::json> inside;
  std::vector<nlohmann::json> outside;
};

TEST(Defaults, RangesOfTheSplitAreTheTrainersOwn) {
  constexpr std::int64_t kLargest = std::int64_t{1} << 53U;
  const search::Field data = search::data_field();
  for (const Ends& ends :
       {Ends{"validation", {0.001, 0.899}, {0.0, 0.9}}, Ends{"test", {0.0, 0.899}, {-0.001, 0.9}},
        Ends{"seed", {0, kLargest}, {-1, kLargest + 2}},
        Ends{"limit", {1, kLargest}, {0, kLargest + 2}}}) {
    const search::Range& range = field_of(data.section->fields, ends.member).range;
    const auto trainer_takes = [&](const nlohmann::json& value) {
      return trainer::parse_data_options({{"name", "digits"}, {ends.member, value}}).has_value();
    };
    for (const nlohmann::json& value : ends.inside) {
      EXPECT_TRUE(range.contains(value.get<double>())) << ends.member << " " << value;
      EXPECT_TRUE(trainer_takes(value)) << ends.member << " " << value;
    }
    for (const nlohmann::json& value : ends.outside) {
      EXPECT_FALSE(range.contains(value.get<double>())) << ends.member << " " << value;
      EXPECT_FALSE(trainer_takes(value)) << ends.member << " " << value;
    }
  }
}

}  // namespace
}  // namespace wattle
