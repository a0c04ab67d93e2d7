// SPDX-License-Identifier: MIT
#include "trainer/dataset/library.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void write_set(const TemporaryFolder& folder, const std::string& name) {
  folder.write(name + "/train-images-idx3-ubyte.gz", gzip(idx_images(30, 4, 5)));
  folder.write(name + "/train-labels-idx1-ubyte", idx_labels(30));
  folder.write(name + "/t10k-images-idx3-ubyte", idx_images(20, 4, 5));
  folder.write(name + "/t10k-labels-idx1-ubyte.gz", gzip(idx_labels(20)));
}

Result<PreparedData> prepare(DatasetLibrary& library, const nlohmann::json& data) {
  return parse_data_options(data).and_then(
      [&](const DataOptions& options) { return library.prepare(options); });
}

Result<PreparedData> named(DatasetLibrary& library, const std::string& name) {
  return prepare(library, {{"name", name}});
}

TEST(DatasetLibrary, ReadsAnIdxSetWithItsOwnTestPart) {
  const TemporaryFolder folder;
  write_set(folder, "fashion-mnist");
  DatasetLibrary library({folder.path()});
  const auto set = named(library, "fashion_mnist");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->dataset->size(), 50);
  EXPECT_EQ(set->dataset->own_test_begin, 30);
  EXPECT_EQ(set->dataset->input.shape, (Sizes{1, 4, 5}));
  EXPECT_EQ(set->dataset->bytes[29 * 20], 29);
  EXPECT_EQ(set->dataset->bytes[30 * 20], 0);
}

TEST(DatasetLibrary, LooksInEachDirectoryInOrder) {
  const TemporaryFolder folder;
  write_set(folder, "second/mnist");
  DatasetLibrary library({folder.path() / "first", folder.path() / "second"});
  EXPECT_TRUE(named(library, "mnist"));
}

TEST(DatasetLibrary, SaysWhereItLookedAndWhatToInstall) {
  DatasetLibrary library({"/nowhere", "/neither"});
  const auto set = named(library, "fashion_mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(set.error().message,
              AllOf(HasSubstr("/nowhere/fashion-mnist"), HasSubstr("/neither/fashion-mnist")));
  EXPECT_THAT(set.error().hint, HasSubstr("dataset-fashion-mnist"));
}

TEST(DatasetLibrary, RefusesANameItDoesNotKnow) {
  DatasetLibrary library({});
  const auto set = named(library, "digit");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(set.error().message, HasSubstr("cifar10, cifar100, digits, fashion_mnist, mnist"));
}

TEST(DatasetLibrary, NamesAMissingFile) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  std::filesystem::remove(folder.path() / "mnist/t10k-labels-idx1-ubyte.gz");
  DatasetLibrary library({folder.path()});
  const auto set = named(library, "mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(set.error().message, HasSubstr("t10k-labels-idx1-ubyte"));
}

TEST(DatasetLibrary, RefusesAsManyLabelsAsImagesAreNot) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  folder.write("mnist/train-labels-idx1-ubyte", idx_labels(29));
  DatasetLibrary library({folder.path()});
  const auto set = named(library, "mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(set.error().message, AllOf(HasSubstr("30 images"), HasSubstr("29 labels")));
}

TEST(DatasetLibrary, RefusesATestPartOfAnotherSize) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  folder.write("mnist/t10k-images-idx3-ubyte", idx_images(20, 5, 4));
  DatasetLibrary library({folder.path()});
  const auto set = named(library, "mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
}

TEST(DatasetLibrary, FindsASetThatWasInstalledAfterAFailure) {
  const TemporaryFolder folder;
  DatasetLibrary library({folder.path()});
  EXPECT_FALSE(named(library, "mnist"));
  write_set(folder, "mnist");
  EXPECT_TRUE(named(library, "mnist"));
}

TEST(DatasetLibrary, SharesOneCopyAmongThreadsThatAskAtOnce) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  DatasetLibrary library({folder.path()});
  std::vector<const Dataset*> seen(8, nullptr);
  {
    std::vector<std::jthread> threads;
    for (const Dataset*& mine : seen) {
      threads.emplace_back([&library, &mine] { mine = named(library, "mnist")->dataset.get(); });
    }
  }
  EXPECT_NE(seen.front(), nullptr);
  EXPECT_THAT(seen, ::testing::Each(seen.front()));
}

TEST(DatasetLibrary, SharesOneCopyAmongSplits) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  DatasetLibrary library({folder.path()});
  const auto first = prepare(library, {{"name", "mnist"}, {"seed", 1}});
  const auto second =
      prepare(library, {{"name", "mnist"}, {"seed", 2}, {"limit", 10}, {"augment", {{"crop", 1}}}});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->dataset, second->dataset);
  EXPECT_NE(first->split.train, second->split.train);
}

TEST(DatasetLibrary, TellsSelectionsApart) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  DatasetLibrary library({folder.path()});
  const auto all = named(library, "mnist");
  const auto some = prepare(library, {{"name", "mnist"}, {"classes", {1, 2}}});
  ASSERT_TRUE(all && some);
  EXPECT_EQ(all->dataset->size(), 50);
  EXPECT_EQ(some->dataset->size(), 10);
}

TEST(DatasetLibrary, LetsGoOfSetsThatWereNotUsedForLong) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  DatasetLibrary library({folder.path()});
  const std::weak_ptr<const Dataset> first = named(library, "mnist")->dataset;
  for (int last = 1; last <= static_cast<int>(DatasetLibrary::kKept); ++last) {
    EXPECT_FALSE(first.expired());
    EXPECT_TRUE(prepare(library, {{"name", "mnist"}, {"classes", {0, last}}}));
  }
  EXPECT_TRUE(first.expired());
}

TEST(DatasetLibrary, ReadsOwnIdxFilesFromItsFolder) {
  const TemporaryFolder folder;
  folder.write("own/images", idx_images(40, 3, 2));
  folder.write("own/labels.gz", gzip(idx_labels(40)));
  DatasetLibrary library({}, folder.path());
  const auto set =
      prepare(library, {{"idx", {{"images", "own/images"}, {"labels", "own/labels.gz"}}}});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->dataset->input.shape, (Sizes{1, 3, 2}));
  EXPECT_EQ(set->dataset->targets.front().classes.size(), 10U);
  EXPECT_FALSE(set->dataset->has_own_test());
}

TEST(DatasetLibrary, KeepsTheTestPartOfOwnIdxFiles) {
  const TemporaryFolder folder;
  folder.write("images", idx_images(40, 3, 2));
  folder.write("labels", idx_labels(40));
  folder.write("test_images", idx_images(10, 3, 2));
  folder.write("test_labels", idx_labels(10));
  DatasetLibrary library({}, folder.path());
  const auto set = prepare(library, {{"idx",
                                      {{"images", "images"},
                                       {"labels", "labels"},
                                       {"test_images", "test_images"},
                                       {"test_labels", "test_labels"}}}});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->split.test.size(), 10U);
  EXPECT_EQ(set->split.test.front(), 40);
}

TEST(DatasetLibrary, ImputesTheMeanOfTheTrainingPartAlone) {
  const TemporaryFolder folder;
  std::string csv = "x,y\n,a\n,b\n";
  for (int i = 0; i < 40; ++i) {
    csv += std::to_string(i * i) + (i % 2 == 0 ? ",a\n" : ",b\n");
  }
  folder.write("table.csv", csv);
  DatasetLibrary library({}, folder.path());
  const auto data = prepare(library, {{"csv", "table.csv"}, {"target", "y"}, {"missing", "mean"}});
  ASSERT_TRUE(data) << data.error().message;
  double sum = 0.0;
  int count = 0;
  for (const std::int64_t number : data->split.train) {
    if (number >= 2) {  // the first two are missing
      sum += static_cast<double>((number - 2) * (number - 2));
      ++count;
    }
  }
  EXPECT_EQ(data->dataset->values[0], static_cast<float>(sum / count));
  EXPECT_EQ(data->dataset->values[1], data->dataset->values[0]);
}

/// Twenty texts of two words: one that all share, and one of their own.
void write_texts(const TemporaryFolder& folder) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 20; ++i) {
    csv += "common word" + std::to_string(i) + (i % 2 == 0 ? ",a\n" : ",b\n");
  }
  folder.write("texts.csv", csv);
}

TEST(DatasetLibrary, ReadsAFittedSetAnewForAnotherSplit) {
  const TemporaryFolder folder;
  write_texts(folder);
  DatasetLibrary library({}, folder.path());
  const nlohmann::json data = {{"text", "texts.csv"}, {"target", "label"}, {"length", 3}};
  nlohmann::json other = data;
  other["seed"] = 1;
  const auto first = prepare(library, data);
  const auto second = prepare(library, other);
  ASSERT_TRUE(first && second) << first.error().message;
  EXPECT_NE(first->dataset, second->dataset);
  EXPECT_NE(first->dataset->input_names, second->dataset->input_names);
}

TEST(DatasetLibrary, NumbersTheTokensOfTheTrainingPartAlone) {
  const TemporaryFolder folder;
  write_texts(folder);
  DatasetLibrary library({}, folder.path());
  const auto data = prepare(library, {{"text", "texts.csv"}, {"target", "label"}, {"length", 3}});
  ASSERT_TRUE(data) << data.error().message;
  const Dataset& set = *data->dataset;
  EXPECT_EQ(set.input.vocabulary, static_cast<std::int64_t>(3 + data->split.train.size()));
  EXPECT_EQ(set.input_names[2], "common");
  for (std::int64_t i = 0; i < set.size(); ++i) {
    const bool trains = std::binary_search(data->split.train.begin(), data->split.train.end(), i);
    const std::int32_t* row = set.tokens.data() + i * 3;
    EXPECT_EQ(row[0], 2);
    EXPECT_EQ(row[1] >= 3, trains) << i;
    EXPECT_EQ(row[1] == 1, !trains) << i;
    EXPECT_EQ(row[2], 0);
  }
}

TEST(DatasetLibrary, RefusesWhatTheKindOfInputCannotHave) {
  const TemporaryFolder folder;
  folder.write("table.csv", "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n10,b\n");
  DatasetLibrary library({}, folder.path());
  const auto data =
      prepare(library, {{"csv", "table.csv"}, {"target", "y"}, {"augment", {{"flip", true}}}});
  ASSERT_FALSE(data);
  EXPECT_EQ(data.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(data.error().message, HasSubstr("data.augment"));
}

TEST(DatasetLibrary, CropsUpToTheSmallerSide) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");  // of 4 x 5
  DatasetLibrary library({folder.path()});
  EXPECT_TRUE(prepare(library, {{"name", "mnist"}, {"augment", {{"crop", 4}}}}));
  const auto data = prepare(library, {{"name", "mnist"}, {"augment", {{"crop", 5}}}});
  ASSERT_FALSE(data);
  EXPECT_EQ(data.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(data.error().message,
              AllOf(HasSubstr("data.augment.crop: 5"), HasSubstr("smaller side")));
}

TEST(ShippedData, AreRead) {
  DatasetLibrary library({}, std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios" / "data");
  const auto iris = prepare(library, {{"csv", "iris/iris.csv"}, {"target", "species"}});
  ASSERT_TRUE(iris) << iris.error().message;
  EXPECT_EQ(iris->dataset->size(), 150);
  EXPECT_EQ(iris->dataset->input.shape, (Sizes{4}));
  const auto masses =
      prepare(library, {{"csv", "breast_cancer/breast_cancer.csv"}, {"target", "diagnosis"}});
  ASSERT_TRUE(masses) << masses.error().message;
  EXPECT_EQ(masses->dataset->size(), 569);
  EXPECT_EQ(masses->dataset->input.shape, (Sizes{30}));
  const auto texts =
      prepare(library, {{"text", "languages/languages.csv"}, {"target", "language"}});
  ASSERT_TRUE(texts) << texts.error().message;
  EXPECT_EQ(texts->dataset->size(), 1800);
  EXPECT_EQ(texts->dataset->targets.front().classes.size(), 6U);
}

}  // namespace
}  // namespace wattle::trainer
